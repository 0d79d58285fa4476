package io.activitycore.samples.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.activitycore.engine.ActivityCore;
import io.activitycore.event.EnvelopeJson;
import io.activitycore.event.EventEnvelope;
import io.activitycore.run.Decision;
import io.activitycore.run.RunOutcome;
import io.activitycore.testing.JavaProcess;
import io.activitycore.testing.Servers;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kill -9 of a host between the commit of prepare, journal or finish and its answer; another
 * process ends each run with one outcome, and a cancel that comes in between changes nothing.
 *
 * <p>What is real: Temporal, NATS JetStream, both hosts as JVMs of their own, SIGKILL. What is
 * simulated: the database, which is the in-memory store in this test's JVM behind a socket; it
 * commits and then keeps the answer to itself until the host is dead.
 */
class CommitKillIT {

  private static final Duration LONGEST = Duration.ofSeconds(90);

  @Test
  void a_host_killed_right_after_a_commit_leaves_one_outcome(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
    Lane lane = Lane.create("commit", Servers.temporal(), Servers.nats());
    WorkflowServiceStubs stubs = lane.stubs();
    WorkflowClient client = lane.client(stubs);
    Effects effects = new Effects(folder.resolve("effects"));
    effects.letGo();
    try (SurvivingStore store = new SurvivingStore();
        Jet jet = new Jet(lane.nats());
        JavaProcess first = host(lane, store, folder, "first")) {
      ActivityCore desk = PatternHostMain.builder(lane, client, store.here(), effects).build();
      hold(store, "prepare", Pattern.SEQUENCE, lane);
      hold(store, "journal", Pattern.WAIT, lane);
      hold(store, "finish", Pattern.PARALLEL, lane);
      hold(store, "finish", Pattern.CANCELLED, lane);
      first.awaitLine(PatternHostMain.READY, LONGEST);
      for (Pattern pattern : ALL) {
        jet.publish(lane.inSubject(), EnvelopeJson.write(event(lane, pattern)));
      }
      awaitHeld(store, "finish", Pattern.CANCELLED, lane);
      desk.runs()
          .cancel(Pattern.CANCELLED.activity(lane), Pattern.CANCELLED.event(lane), "it overtakes");
      awaitHeld(store, "prepare", Pattern.SEQUENCE, lane);
      awaitHeld(store, "journal", Pattern.WAIT, lane);
      awaitHeld(store, "finish", Pattern.PARALLEL, lane);
      first.kill();
      store.holdNothing();

      try (JavaProcess second = host(lane, store, folder, "second")) {
        second.awaitLine(PatternHostMain.READY, LONGEST);
        for (Pattern pattern : ALL) {
          awaitOver(client, pattern.workflowId(lane));
          assertOne(desk, lane, pattern);
        }
      }
      assertOnce(effects, Pattern.SEQUENCE.workflowId(lane), "one", "two", "three");
      assertOnce(effects, Pattern.WAIT.workflowId(lane), "one", "two");
      assertOnce(effects, Pattern.PARALLEL.workflowId(lane), "one", "a", "b", "c", "join");
      assertOnce(effects, Pattern.CANCELLED.workflowId(lane), "one", "two");
    } finally {
      stubs.shutdownNow();
    }
  }

  private static final List<Pattern> ALL =
      List.of(Pattern.SEQUENCE, Pattern.WAIT, Pattern.PARALLEL, Pattern.CANCELLED);

  private static void hold(SurvivingStore store, String method, Pattern pattern, Lane lane) {
    store.hold(method, pattern.activity(lane));
  }

  private static void awaitHeld(SurvivingStore store, String method, Pattern pattern, Lane lane) {
    await()
        .atMost(LONGEST)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> store.isHeld(method, pattern.activity(lane)));
  }

  private static EventEnvelope event(Lane lane, Pattern pattern) {
    EventEnvelope event = lane.event(pattern.event(lane), 1);
    return new EventEnvelope(
        event.eventId(),
        pattern.type(lane),
        event.source(),
        event.occurredAt(),
        null,
        null,
        null,
        event.payload(),
        Map.of());
  }

  private static JavaProcess host(Lane lane, SurvivingStore store, Path folder, String name) {
    return JavaProcess.start(
        PatternHostMain.class,
        Map.of(),
        folder.resolve(name + ".log"),
        lane.name(),
        lane.temporal(),
        lane.nats(),
        Integer.toString(store.port()),
        folder.resolve("effects").toString());
  }

  /** Temporal's SDK reports CANCELED once a cancel was requested, whatever the workflow gives. */
  private static void awaitOver(WorkflowClient client, String workflowId) {
    await()
        .atMost(LONGEST)
        .until(
            () -> client.newUntypedWorkflowStub(workflowId).describe().getStatus(),
            status ->
                status == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED
                    || status == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CANCELED);
  }

  private static void assertOne(ActivityCore desk, Lane lane, Pattern pattern) {
    assertThat(desk.run(pattern.activity(lane), pattern.event(lane)).orElseThrow().outcome())
        .isEqualTo(RunOutcome.COMPLETED);
    assertThat(desk.explain(pattern.event(lane)).decisions())
        .extracting(Decision::kind)
        .containsOnlyOnce(Decision.Kind.STARTED)
        .doesNotContain(Decision.Kind.REJECTED);
  }

  private static void assertOnce(Effects effects, String run, String... tasks) {
    assertThat(effects.attempts(run)).containsExactlyInAnyOrder(tasks);
    assertThat(effects.done(run)).containsExactlyInAnyOrder(tasks);
  }
}
