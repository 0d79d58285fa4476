package io.activitycore.samples.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.definition.Definitions;
import io.activitycore.engine.ActivityCore;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore.RunRecord;
import io.activitycore.testing.Servers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A run that is terminated past this library has an end in the store within a minute. */
class TerminatedIT {

  @Test
  void a_run_that_somebody_terminated_in_temporal_is_terminated_in_the_audit() {
    try (Bench bench = new Bench("ended", Servers.temporal(), Duration.ofSeconds(60))) {
      ActivityCore core =
          bench.started(
              ActivityCore.builder(bench.client)
                  .definitions(
                      Definitions.of(
                          bench.activity(
                              """
                              graph:
                                nodes:
                                  - { id: pause, wait: { for: 1h } }
                                edges:
                                  - { to: pause, type: start }
                              """))));
      core.trigger(bench.lane.name(), "k", Bench.json("{}"));
      bench.awaitWaiting(core, "k", "pause");

      bench.client.newUntypedWorkflowStub(bench.workflowId("k")).terminate("by an operator");

      RunRecord run = bench.ended(core, "k");
      assertThat(run.outcome()).isEqualTo(RunOutcome.TERMINATED);
      assertThat(run.audit().path("reason").asText()).isEqualTo("terminated in Temporal");
    }
  }
}
