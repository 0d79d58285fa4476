package io.activitycore.docs.snippets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.activitycore.engine.ActivityCore;
import io.activitycore.nats.NatsBroker;
import io.activitycore.nats.NatsOptions;
import io.activitycore.testing.PrivateServer;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TestingGuideIT {

  private static final Duration LONGEST = Duration.ofSeconds(90);

  private static List<String> runs(WorkflowClient client) {
    // tag::query
    List<String> workflowIds =
        client
            .listExecutions("activity_id = 'charge-order'")
            .map(run -> run.getExecution().getWorkflowId())
            .sorted()
            .toList();
    // end::query
    return workflowIds;
  }

  @Test
  void nothing_is_lost_while_temporal_is_down() {
    // tag::outage
    Payments payments = new Payments();
    try (PrivateServer temporal = PrivateServer.temporal();
        PrivateServer nats = PrivateServer.nats();
        NatsBroker broker = NatsBroker.create(NatsOptions.builder().url(nats.address()).build())) {
      WorkflowClient client = GettingStarted.client(temporal.address());
      try (ActivityCore core = ReadmeHost.start(client, broker, payments)) {
        core.publish(Events.order("evt-1", 250));
        await().atMost(LONGEST).until(() -> payments.keys().size() == 1);

        temporal.kill();
        core.publish(Events.order("evt-2", 250)); // to the broker, which keeps it
        await().atMost(LONGEST).until(() -> !core.isHealthy());

        temporal.start();
        await().atMost(LONGEST).until(() -> core.isHealthy() && payments.keys().size() == 2);
      }
      // end::outage
      await()
          .atMost(LONGEST)
          .untilAsserted(
              () ->
                  assertThat(runs(client))
                      .containsExactly(
                          "activity-charge-order:evt-1", "activity-charge-order:evt-2"));
      client.getWorkflowServiceStubs().shutdownNow();
    }
  }
}
