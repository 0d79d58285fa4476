package io.activitycore.samples.nats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.uber.m3.tally.Buckets;
import com.uber.m3.tally.Capabilities;
import com.uber.m3.tally.CapableOf;
import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import com.uber.m3.tally.StatsReporter;
import io.activitycore.engine.ActivityCore;
import io.activitycore.event.EnvelopeJson;
import io.activitycore.nats.NatsBroker;
import io.activitycore.testing.Servers;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** The metrics of a host with a real broker and a real Temporal. */
class MetricsIT {

  private static final Duration LONGEST = Duration.ofSeconds(60);

  @Test
  void the_scope_of_the_client_gets_what_the_source_and_the_core_did() throws Exception {
    Recorder recorder = new Recorder();
    Scope scope =
        new RootScopeBuilder()
            .reporter(recorder)
            .reportEvery(com.uber.m3.util.Duration.ofMillis(100));
    Lane lane = Lane.create("metrics", Servers.temporal(), Servers.nats());
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(lane.temporal())
                .setMetricsScope(scope)
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
                  assertThat(recorder.ours)
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
      assertThat(recorder.longestStart).isPositive().isLessThan((double) LONGEST.toSeconds());
    } finally {
      stubs.shutdownNow();
      scope.close();
    }
  }

  /** Counters as sums, gauges as last values, timers as counts. */
  private static final class Recorder implements StatsReporter {
    private final Map<String, Double> ours = new ConcurrentHashMap<>();
    private volatile double longestStart;

    private void keep(String name, Map<String, String> tags, double value, boolean sum) {
      if (name.startsWith("activity_core_")) {
        ours.merge(name + new TreeMap<>(tags), value, sum ? Double::sum : (old, now) -> now);
      }
    }

    @Override
    public void reportCounter(String name, Map<String, String> tags, long value) {
      keep(name, tags, (double) value, true);
    }

    @Override
    public void reportGauge(String name, Map<String, String> tags, double value) {
      keep(name, tags, value, false);
    }

    @Override
    public void reportTimer(
        String name, Map<String, String> tags, com.uber.m3.util.Duration interval) {
      keep(name, tags, 1, true);
      if (name.equals("activity_core_start_latency")) {
        longestStart = Math.max(longestStart, interval.getSeconds());
      }
    }

    @Override
    public void reportHistogramValueSamples(
        String name,
        Map<String, String> tags,
        @SuppressWarnings({"rawtypes", "deprecation"}) Buckets buckets,
        double lower,
        double upper,
        long samples) {
      keep(name, tags, (double) samples, true);
    }

    @Override
    public void reportHistogramDurationSamples(
        String name,
        Map<String, String> tags,
        @SuppressWarnings({"rawtypes", "deprecation"}) Buckets buckets,
        com.uber.m3.util.Duration lower,
        com.uber.m3.util.Duration upper,
        long samples) {
      keep(name, tags, (double) samples, true);
    }

    @Override
    public Capabilities capabilities() {
      return CapableOf.REPORTING_TAGGING;
    }

    @Override
    public void flush() {
      // nothing is held back
    }

    @Override
    public void close() {
      // belongs to the test
    }
  }
}
