package io.activitycore.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.DefinitionReader;
import io.activitycore.engine.internal.memory.MemoryDefinitionStore;
import io.activitycore.engine.internal.metrics.Metric;
import io.activitycore.testing.RecordedMetrics;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a host's metrics scope gets. */
@ExtendWith(InProcessTemporal.class)
class MetricsTest {

  private final RecordedMetrics metrics = new RecordedMetrics();

  @AfterEach
  void close() {
    metrics.stop();
  }

  /** The same server, with a scope. */
  private WorkflowClient measured(Bench bench) {
    return WorkflowClient.newInstance(
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setChannel(bench.client.getWorkflowServiceStubs().getRawChannel())
                .setMetricsScope(metrics.scope())
                .build()),
        bench.client.getOptions());
  }

  private static ActivityDefinition definition(Bench bench, String id, String more) {
    String text =
        """
        id: %s
        task_queue: %s
        trigger: { event: { type: %s, filters: { country: DE }, on_disabled: park } }
        rules: [ { tasks: [ { id: one, task: noop } ] } ]
        %s
        """
            .formatted(bench.own(id), bench.own("queue"), bench.own("type"), more);
    return DefinitionReader.read("a.yaml", text.getBytes(UTF_8)).orThrow();
  }

  private ActivityCore started(Bench bench) {
    ActivityCore.Builder builder =
        bench
            .core(measured(bench))
            .task("noop", (input, context) -> input)
            .definitions(
                new MemoryDefinitionStore(
                    List.of(
                        definition(bench, "on", ""), definition(bench, "off", "enabled: false"))));
    return bench.started(builder);
  }

  private void awaitValue(Metric metric, double expected, String... tags) {
    await()
        .atMost(Bench.LONGEST)
        .untilAsserted(
            () ->
                assertThat(metrics.value(metric.metricName(), tags))
                    .as("%s %s in %s", metric, List.of(tags), metrics.all())
                    .isEqualTo(expected));
  }

  private void awaitOutcomes(Map<String, Integer> outcomes) {
    outcomes.forEach(
        (outcome, count) ->
            awaitValue(Metric.EVENTS_SETTLED, count, "source", "memory", "outcome", outcome));
  }

  @Test
  void what_was_received_is_matched_unmatched_or_dead_lettered_and_decisions_are_counted(
      Bench bench) {
    started(bench);

    bench.run("on", "e-1", "{'country': 'DE'}");
    bench.broker.send(bench.event("e-1", "{'country': 'DE'}"));
    bench.broker.send(bench.event("e-2", "{'country': 'FR'}"));
    bench.broker.send("no json".getBytes(UTF_8), Map.of());
    bench.broker.awaitSettled(Bench.LONGEST);

    awaitValue(Metric.EVENTS_RECEIVED, 4, "source", "memory");
    awaitOutcomes(Map.of("matched", 2, "unmatched", 1, "dead_lettered", 1));
    awaitValue(Metric.EVENT_LATENCY, 4, "source", "memory");
    awaitValue(Metric.DEAD_LETTERS, 1, "source", "memory", "code", "malformed");
    awaitValue(Metric.DECISIONS, 1, "activity_id", bench.own("on"), "decision", "STARTED");
    awaitValue(Metric.DECISIONS, 1, "activity_id", bench.own("on"), "decision", "DUPLICATE");
    awaitValue(Metric.DECISIONS, 1, "activity_id", bench.own("on"), "decision", "FILTERED");
    awaitValue(Metric.DECISIONS, 2, "activity_id", bench.own("off"), "decision", "PARKED");
    awaitValue(Metric.DECISIONS, 1, "activity_id", "_none", "decision", "REJECTED");
    awaitValue(Metric.OUTBOX_RELAYED, bench.broker.published().size());
  }

  @Test
  void gauges_say_how_sources_are_and_what_is_parked(Bench bench) {
    bench.broker.send(bench.event("e-1", "{'country': 'DE'}"));
    ActivityCore core = started(bench);

    awaitValue(Metric.EVENTS_PARKED, 1, "activity_id", bench.own("off"));
    awaitValue(Metric.HEALTHY, 1);
    awaitValue(Metric.SOURCE_CONNECTED, 1, "source", "memory");
    awaitValue(Metric.SOURCE_HEALTHY, 1, "source", "memory");
    awaitValue(Metric.SOURCE_PAUSED, 0, "source", "memory");
    awaitValue(Metric.SOURCE_IN_FLIGHT, 0, "source", "memory");
    awaitValue(Metric.SOURCE_LAG, 0, "source", "memory");
    awaitValue(Metric.OUTBOX_WAITING, 0);
    assertThat(core.isHealthy()).isTrue();
  }
}
