package io.activitycore.samples.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.definition.Definitions;
import io.activitycore.definition.ScheduleTrigger;
import io.activitycore.definition.Trigger;
import io.activitycore.engine.ActivityCore;
import io.activitycore.engine.InMemoryStore;
import io.activitycore.engine.Schedules;
import io.activitycore.run.Decision;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore.RunRecord;
import io.activitycore.testing.Servers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A host with a schedule, by the facade alone. */
class ScheduledHostIT {

  @Test
  void a_host_makes_the_schedule_runs_it_and_tells_of_it() {
    List<JsonNode> seen = new CopyOnWriteArrayList<>();
    List<String> stuck = new CopyOnWriteArrayList<>();
    CountDownLatch over = new CountDownLatch(1);
    try (Clockwork clockwork = new Clockwork(Servers.temporal());
        ActivityCore core =
            ActivityCore.builder(clockwork.client)
                .tenant(clockwork.tenant)
                .store(InMemoryStore.create())
                .definitions(
                    Definitions.of(
                        clockwork.definition(
                            "tick",
                            Trigger.schedule(ScheduleTrigger.every(Duration.ofSeconds(10))),
                            true),
                        clockwork.definition(
                            "stuck",
                            Trigger.schedule(
                                ScheduleTrigger.every(
                                    Duration.ofSeconds(10), Duration.ofSeconds(5))),
                            true)))
                .task(
                    "work",
                    (input, context) -> {
                      JsonNode trigger = input.path("trigger");
                      if (context.activityId().equals("stuck")) {
                        stuck.add(trigger.path("scheduled_for").asText());
                        over.await();
                      } else {
                        seen.add(trigger);
                      }
                      return input;
                    })
                .build()) {
      core.start();

      await().atMost(Clockwork.LONGEST).until(() -> !seen.isEmpty());

      String tick = seen.get(0).path("scheduled_for").asText();
      assertThat(core.run("tick", tick)).isPresent();
      assertThat(core.explain(tick).decisions())
          .extracting(Decision::kind)
          .containsExactly(Decision.Kind.STARTED);
      Schedules.State state = core.schedules().find("tick").orElseThrow();
      assertThat(state.paused()).isFalse();
      assertThat(state.next()).isAfter(Instant.parse(tick));
      assertThat(state.isOverdue(Instant.now(), Duration.ofMinutes(1))).isFalse();
      assertThat(core.schedules().differences()).isEmpty();
      core.schedules().pause("tick", "enough");
      assertThat(core.schedules().list()).extracting(Schedules.State::note).contains("enough");

      // Somebody past the library terminates the run of a tick: it has an end all the same.
      await().atMost(Clockwork.LONGEST).until(() -> !stuck.isEmpty());
      core.schedules().pause("stuck", "enough");
      clockwork
          .client
          .newUntypedWorkflowStub("activity-" + clockwork.tenant + "~stuck-" + stuck.get(0))
          .terminate("by an operator");
      awaitTerminated(core, "stuck", stuck.get(0));
      over.countDown();
    }
  }

  private static void awaitTerminated(ActivityCore core, String activityId, String tick) {
    await()
        .atMost(Clockwork.LONGEST)
        .until(
            () -> core.run(activityId, tick).map(RunRecord::outcome),
            Optional.of(RunOutcome.TERMINATED)::equals);
  }
}
