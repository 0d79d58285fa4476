package io.activitycore.samples.nats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.DefinitionReader;
import io.activitycore.definition.Definitions;
import io.activitycore.engine.ActivityCore;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore.RunRecord;
import io.activitycore.testing.Servers;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Runs that are terminated past this library have an end in the store within a minute. */
class TerminatedIT {

  @Test
  void runs_that_somebody_terminated_in_temporal_are_terminated_in_the_audit() {
    try (Bench bench = new Bench("ended", Servers.temporal(), Duration.ofSeconds(60))) {
      String name = bench.lane.name();
      ActivityCore core =
          bench.started(
              ActivityCore.builder(bench.client)
                  .definitions(Definitions.of(bench.activity(WAITS), longLived(bench.lane))));
      core.trigger(name, "k", Bench.json("{}"));
      bench.awaitWaiting(core, "k", "pause");
      core.publish(bench.lane.event("e-1", 1));
      bench.soon().until(() -> outcome(core, name + "-all", "e-1") == RunOutcome.COMPLETED);
      core.publish(bench.lane.event("e-2", 2));
      bench.soon().until(() -> core.run(name + "-all", "e-2").isPresent());

      for (String id : List.of(bench.workflowId("k"), "activity-" + name + "-all:key-all")) {
        bench.client.newUntypedWorkflowStub(id).terminate("by an operator");
      }

      RunRecord run = bench.ended(core, "k");
      assertThat(run.outcome()).isEqualTo(RunOutcome.TERMINATED);
      assertThat(run.audit().path("reason").asText()).isEqualTo("terminated in Temporal");
      bench.soon().until(() -> outcome(core, name + "-all", "e-2") == RunOutcome.TERMINATED);
      assertThat(outcome(core, name + "-all", "e-1")).isEqualTo(RunOutcome.COMPLETED);
    }
  }

  private static final String WAITS =
      """
      graph:
        nodes:
          - { id: pause, wait: { for: 1h } }
        edges:
          - { to: pause, type: start }
      """;

  /** One run for all events; the second one waits. */
  private static ActivityDefinition longLived(Lane lane) {
    String text =
        """
        id: %s-all
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
            .formatted(lane.name(), lane.name(), lane.type());
    return DefinitionReader.read("a.yaml", text.getBytes(UTF_8)).orThrow();
  }

  private static @Nullable RunOutcome outcome(ActivityCore core, String name, String eventId) {
    return core.run(name, eventId).map(RunRecord::outcome).orElse(null);
  }
}
