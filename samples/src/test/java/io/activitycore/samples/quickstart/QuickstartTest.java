package io.activitycore.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.testing.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {

  private static final Duration LONGEST = Duration.ofSeconds(40);

  @Test
  void it_runs_the_dozen_events_and_its_last_line_says_what_ran(@TempDir Path folder)
      throws IOException {
    Path log = folder.resolve("quickstart.log");
    try (JavaProcess quickstart = JavaProcess.start(QuickstartMain.class, Map.of(), log)) {
      assertThat(quickstart.awaitExit(LONGEST)).isZero();
    }

    List<String> lines = Files.readAllLines(log);
    assertThat(lines)
        .contains("Events in (13)", "    STARTED order-fulfilment: version 1")
        .endsWith(
            "Ran: 8 runs with 23 tasks for 13 events; 3 duplicates started nothing, 8 definitions"
                + " did not fit, 2 events had no definition, 1 were dead-lettered; 63 events out.");
  }
}
