package io.activitycore.samples.nats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.definition.DefinitionReader;
import io.activitycore.definition.Definitions;
import io.activitycore.engine.ActivityCore;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore.RunRecord;
import io.activitycore.testing.Servers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
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

  @Test
  void of_a_long_lived_run_that_was_terminated_the_event_in_hand_is_terminated_in_the_audit() {
    try (Bench bench = new Bench("longended", Servers.temporal(), Duration.ofSeconds(60))) {
      String name = bench.lane.name();
      String text =
          """
          id: %s
          task_queue: %s-tq
          trigger: { event: { type: %s, mode: signal, correlate: "'all'" } }
          graph:
            nodes:
              - { id: last, condition: payload.n == 2 }
              - { id: pause, wait: { for: 1h } }
            edges:
              - { to: last, type: start }
              - { from: last, to: pause, type: true_branch }
          """
              .formatted(name, name, bench.lane.type());
      ActivityCore core =
          bench.started(
              ActivityCore.builder(bench.client)
                  .definitions(
                      Definitions.of(
                          DefinitionReader.read("a.yaml", text.getBytes(UTF_8)).orThrow())));
      core.publish(bench.lane.event("e-1", 1));
      bench.soon().until(() -> outcome(core, name, "e-1") == RunOutcome.COMPLETED);
      core.publish(bench.lane.event("e-2", 2));
      bench.soon().until(() -> core.run(name, "e-2").isPresent());

      bench
          .client
          .newUntypedWorkflowStub("activity-" + name + ":key-all")
          .terminate("by an operator");

      bench.soon().until(() -> outcome(core, name, "e-2") == RunOutcome.TERMINATED);
      assertThat(outcome(core, name, "e-1")).isEqualTo(RunOutcome.COMPLETED);
    }
  }

  private static @Nullable RunOutcome outcome(ActivityCore core, String name, String eventId) {
    return core.run(name, eventId).map(RunRecord::outcome).orElse(null);
  }
}
