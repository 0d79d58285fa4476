package io.activitycore.docs.snippets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.activitycore.engine.ActivityCore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FailpointGuideTest {

  @Test
  void the_failpoint_of_the_guide_announces_itself(@TempDir Path folder) {
    Payments payments = new Payments();
    Path parked = folder.resolve("parked");
    try (InProcess process = new InProcess();
        ActivityCore core =
            ReadmeHost.start(
                process.client(), new FailpointGuide(process.broker(), parked), payments)) {
      process.broker().send(Events.order("evt-1", 250));

      await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(parked));
      assertThat(parked).content().isEqualTo("after-start memory#1");
      assertThat(core.explain("evt-1").decisions()).hasSize(1);
    }
  }
}
