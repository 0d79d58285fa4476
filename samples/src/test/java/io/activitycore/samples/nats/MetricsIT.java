package io.activitycore.samples.nats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.activitycore.engine.ActivityCore;
import io.activitycore.event.EnvelopeJson;
import io.activitycore.nats.NatsBroker;
import io.activitycore.testing.RecordedMetrics;
import io.activitycore.testing.Servers;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The metrics of a host with a real broker and a real Temporal. */
class MetricsIT {

  private static final Duration LONGEST = Duration.ofSeconds(60);

  @Test
  void the_scope_of_the_client_gets_what_the_source_and_the_core_did() throws Exception {
    RecordedMetrics metrics = new RecordedMetrics();
    Lane lane = Lane.create("metrics", Servers.temporal(), Servers.nats());
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(lane.temporal())
                .setMetricsScope(metrics.scope())
                .build());
    try (NatsBroker broker = lane.broker();
        ActivityCore core = lane.core(lane.client(stubs), broker, (input, context) -> input);
        Jet jet = new Jet(lane.nats())) {
      core.start();
      for (int i = 0; i < 20; i++) {
        jet.publish(lane.inSubject(), EnvelopeJson.write(lane.event("evt-" + i, i)));
      }
      jet.publish(lane.inSubject(), "no json".getBytes(UTF_8));

      String source = "source=" + broker.source().name() + ", tenant=default}";
      await()
          .atMost(LONGEST)
          .untilAsserted(
              () ->
                  assertThat(metrics.all())
                      .containsEntry("activity_core_events_received{" + source, 21.0)
                      .containsEntry(
                          "activity_core_events_settled{outcome=matched, " + source, 20.0)
                      .containsEntry(
                          "activity_core_events_settled{outcome=dead_lettered, " + source, 1.0)
                      .containsEntry("activity_core_dead_letters{code=malformed, " + source, 1.0)
                      .containsEntry("activity_core_start_latency{" + source, 20.0)
                      .containsEntry("activity_core_source_connected{" + source, 1.0)
                      .containsEntry("activity_core_source_healthy{" + source, 1.0)
                      .containsEntry("activity_core_source_in_flight{" + source, 0.0)
                      .containsEntry("activity_core_source_lag{" + source, 0.0)
                      .containsEntry(
                          "activity_core_decisions{activity_id="
                              + lane.name()
                              + ", decision=STARTED, tenant=default}",
                          20.0)
                      .containsEntry("activity_core_outbox_relayed{tenant=default}", 120.0));
      assertThat(metrics.longest("activity_core_start_latency"))
          .isPositive()
          .isLessThan((double) LONGEST.toSeconds());
    } finally {
      stubs.shutdownNow();
      metrics.stop();
    }
  }
}
