package io.activitycore.samples.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.activitycore.engine.ActivityCore;
import io.activitycore.engine.InMemoryStore;
import io.activitycore.event.EnvelopeJson;
import io.activitycore.event.EventEnvelope;
import io.activitycore.nats.NatsBroker;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore.RunRecord;
import io.activitycore.testing.PrivateServer;
import io.activitycore.testing.Servers;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Temporal is frozen (SIGSTOP) under load for 25 seconds and goes on: its connections stay open and
 * nothing answers. All runs end, nothing is doubled. The host is in this JVM, with the in-memory
 * store; Temporal is a process of the test's own.
 */
class FreezeIT {

  private static final Duration LONGEST = Duration.ofSeconds(150);
  private static final int EACH = 5;

  /** 70 in the soak profile. */
  private static final Duration FROZEN =
      Duration.ofSeconds(Integer.getInteger("activity-core.freeze-seconds", 25));

  private static final List<Pattern> LOAD =
      List.of(Pattern.SEQUENCE, Pattern.PARALLEL, Pattern.FOR_EACH, Pattern.SAGA, Pattern.CHILD);

  @Test
  void all_runs_end_and_nothing_is_doubled(@TempDir Path folder) throws Exception {
    try (PrivateServer temporal = PrivateServer.temporal()) {
      Lane lane = Lane.create("freeze", temporal.address(), Servers.nats());
      Effects effects = new Effects(folder);
      effects.letGo();
      run(lane, temporal, effects);
    }
  }

  private static void run(Lane lane, PrivateServer temporal, Effects effects) throws Exception {
    WorkflowServiceStubs stubs = lane.stubs();
    try (Jet jet = new Jet(lane.nats());
        NatsBroker broker = lane.broker();
        ActivityCore core =
            PatternHostMain.builder(lane, lane.client(stubs), InMemoryStore.create(), effects)
                .broker(broker)
                .build()) {
      core.start();
      publish(jet, lane, 1, 2);
      await().atMost(LONGEST).until(() -> effects.attempts().size() >= 3);

      temporal.freeze();
      publish(jet, lane, 3, EACH);
      await().pollDelay(FROZEN).atMost(FROZEN.plusMinutes(1)).until(() -> true);
      temporal.thaw();

      for (Pattern pattern : LOAD) {
        for (int n = 1; n <= EACH; n++) {
          ended(core, lane, pattern, n);
        }
      }
      await().atMost(LONGEST).until(() -> jet.isSettled(lane) && core.isHealthy());
      assertThat(jet.count(lane.stream("dead"))).isZero();
      assertEffects(lane, effects);
    } finally {
      stubs.shutdownNow();
    }
  }

  private static void publish(Jet jet, Lane lane, int from, int to) {
    for (int n = from; n <= to; n++) {
      for (Pattern pattern : LOAD) {
        EventEnvelope event = lane.event(pattern.event(lane) + n, n);
        jet.publish(
            lane.inSubject(),
            EnvelopeJson.write(
                new EventEnvelope(
                    event.eventId(),
                    pattern.type(lane),
                    event.source(),
                    event.occurredAt(),
                    null,
                    null,
                    null,
                    Bench.json("{'items': [1, 2, 3]}"),
                    Map.of())));
      }
    }
  }

  private static void ended(ActivityCore core, Lane lane, Pattern pattern, int n) {
    Optional<RunRecord> run =
        await()
            .atMost(LONGEST)
            .until(
                () -> core.run(pattern.activity(lane), pattern.event(lane) + n),
                found -> found.isPresent() && found.get().outcome() != null);
    assertThat(run.orElseThrow().outcome())
        .isEqualTo(pattern == Pattern.SAGA ? RunOutcome.FAILED : RunOutcome.COMPLETED);
  }

  private static void assertEffects(Lane lane, Effects effects) {
    for (int n = 1; n <= EACH; n++) {
      assertThat(effects.done(Pattern.SEQUENCE.workflowId(lane) + n))
          .containsExactly("one", "three", "two");
      assertThat(effects.done(Pattern.PARALLEL.workflowId(lane) + n))
          .containsExactly("a", "b", "c", "join", "one");
      assertThat(effects.done(Pattern.FOR_EACH.workflowId(lane) + n))
          .containsExactly("after", "each[0]", "each[1]", "each[2]");
      assertThat(effects.done(Pattern.SAGA.workflowId(lane) + n))
          .containsExactly("one", "one~compensate", "two", "two~compensate");
      assertThat(effects.done(Pattern.CHILD.workflowId(lane) + n)).containsExactly("two");
    }
    // 5 of a sequence and its child, 5 of a diamond, 4, 4, 1: an effect more would be a double.
    assertThat(effects.attempts().stream().filter(id -> !id.endsWith("/three")).distinct())
        .hasSize(EACH * (2 + 2 + 5 + 4 + 4 + 1));
  }
}
