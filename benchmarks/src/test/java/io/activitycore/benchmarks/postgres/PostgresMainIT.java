package io.activitycore.benchmarks.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class PostgresMainIT {

  @Test
  void all_parts_measure_something() {
    String report =
        report(
            "--rounds 1 --runs 3 --concurrency 2 --warm-up 2 --rows 600 --waiting 100,1000"
                .split(" ", -1));

    assertThat(report)
        .containsPattern("warm-up, memory: [0-9.]+ runs/s")
        .containsPattern("warm-up, postgres: [0-9.]+ runs/s")
        .containsPattern("lowest median ratio, target 0.90: [0-9]+\\.[0-9]{2}")
        .containsPattern("1 relays, target 5,000: [0-9,]+ rows/s at best")
        .containsPattern("2 relays, target 5,000: [0-9,]+ rows/s at best")
        .containsPattern("\\| 1,000 \\| [0-9.]+ \\| [0-9.]+ \\| [0-9.]+ \\|");
  }

  private static String report(String... arguments) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    assertThat(new CommandLine(new PostgresMain(out)).execute(arguments)).isZero();
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
