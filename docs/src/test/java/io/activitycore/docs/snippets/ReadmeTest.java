package io.activitycore.docs.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.engine.ActivityCore;
import io.activitycore.run.RunOutcome;
import org.junit.jupiter.api.Test;

final class ReadmeTest {

  @Test
  void the_host_of_the_readme_charges_once() {
    Payments payments = new Payments();
    try (InProcess process = new InProcess();
        ActivityCore core = ReadmeHost.start(process.client(), process.broker(), payments)) {
      process.broker().send(Events.order("evt-1", 250));
      process.broker().send(Events.order("evt-1", 250));
      process.broker().send(Events.order("evt-2", 5));
      process.await(core, "evt-1");

      assertThat(payments.keys()).containsExactly("activity-charge-order:evt-1/charge");
      assertThat(core.run("charge-order", "evt-1").orElseThrow().outcome())
          .isEqualTo(RunOutcome.COMPLETED);
      assertThat(core.explain("evt-1").toString())
          .contains("STARTED charge-order: version 1 [activity-charge-order:evt-1]")
          .contains("DUPLICATE charge-order: the run exists: nothing started");
      assertThat(core.explain("evt-2").toString())
          .contains(
              "FILTERED charge-order: payload.total: expected [{\"numeric\":[\">\",100]}], actual"
                  + " 5");
    }
  }
}
