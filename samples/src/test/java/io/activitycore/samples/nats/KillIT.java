package io.activitycore.samples.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.activitycore.event.EnvelopeJson;
import io.activitycore.testing.Failpoint;
import io.activitycore.testing.Failpoints;
import io.activitycore.testing.JavaProcess;
import io.activitycore.testing.Servers;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kill -9 of the host around the start of a run: the event comes again, and there is one run. */
class KillIT {

  private static final Duration LONGEST = Duration.ofSeconds(90);
  private static final int EVENTS = 5;

  @ParameterizedTest
  @EnumSource(Failpoint.class)
  void a_host_killed_around_the_start_leaves_one_run_an_event(
      Failpoint failpoint, @TempDir Path folder) throws Exception {
    Lane lane = Lane.create("kill", Servers.temporal(), Servers.nats());
    Path parked = folder.resolve("parked");
    WorkflowServiceStubs stubs = lane.stubs();
    try (Jet jet = new Jet(lane.nats());
        JavaProcess first =
            start(lane, folder, "first", Failpoints.environment(failpoint, parked))) {
      first.awaitLine(FailpointHostMain.READY, LONGEST);
      for (int n = 1; n <= EVENTS; n++) {
        jet.publish(lane.inSubject(), EnvelopeJson.write(lane.event("evt-" + n, n)));
      }
      first.awaitFile(parked, LONGEST);
      assertThat(jet.consumer(lane).getNumAckPending()).as("unacknowledged").isPositive();
      first.kill();

      try (JavaProcess second = start(lane, folder, "second", Map.of())) {
        second.awaitLine(FailpointHostMain.READY, LONGEST);
        WorkflowClient client = lane.client(stubs);
        await().atMost(LONGEST).until(() -> jet.isSettled(lane) && completed(lane, client));
        assertThat(lane.runs(client))
            .extracting(run -> run.getExecution().getWorkflowId())
            .containsExactlyInAnyOrderElementsOf(
                IntStream.rangeClosed(1, EVENTS)
                    .mapToObj(n -> "activity-" + lane.name() + ":evt-" + n)
                    .toList());
        // A task that was in work when the host died may be done again, under the same id.
        assertThat(List.copyOf(Files.readAllLines(folder.resolve("effects"))).stream().distinct())
            .hasSize(2 * EVENTS);
        assertThat(jet.count(lane.stream("dead"))).isZero();
      }
    } finally {
      stubs.shutdownNow();
    }
  }

  private static boolean completed(Lane lane, WorkflowClient client) {
    List<WorkflowExecutionMetadata> runs = lane.runs(client);
    return runs.size() >= EVENTS
        && runs.stream()
            .allMatch(
                run ->
                    run.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED);
  }

  private static JavaProcess start(
      Lane lane, Path folder, String name, Map<String, String> environment) {
    return JavaProcess.start(
        FailpointHostMain.class,
        environment,
        folder.resolve(name + ".log"),
        lane.name(),
        lane.temporal(),
        lane.nats(),
        folder.resolve("effects").toString());
  }
}
