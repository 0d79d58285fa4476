package io.activitycore.engine.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.uber.m3.tally.NoopScope;
import io.activitycore.testing.RecordedMetrics;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {

  /** A scope reports a thousand series ten times a second, or when a busy machine lets it. */
  private static final Duration LONG = Duration.ofMinutes(1);

  private final RecordedMetrics recorded = new RecordedMetrics();
  private final Metrics metrics = Metrics.of(recorded.scope(), "default");

  @AfterEach
  void close() {
    recorded.stop();
  }

  @Test
  void activities_beyond_the_bound_share_one_time_series() {
    for (int i = 0; i < Metrics.MOST_ACTIVITIES + 5; i++) {
      metrics.count(Metric.DECISIONS, 1, "a-" + i, "STARTED");
      metrics.count(Metric.DECISIONS, 1, "a-" + i, "STARTED");
    }

    await()
        .atMost(LONG)
        .until(
            () ->
                recorded.value(
                        Metric.DECISIONS.metricName(),
                        "activity_id",
                        Metrics.OTHER,
                        "decision",
                        "STARTED")
                    == 10);
    assertThat(
            recorded.value(
                Metric.DECISIONS.metricName(), "activity_id", "a-0", "decision", "STARTED"))
        .isEqualTo(2);
    assertThat(recorded.all()).hasSize(Metrics.MOST_ACTIVITIES + 1);
  }

  @Test
  void gauges_of_activities_beyond_the_bound_are_merged_and_those_that_are_gone_are_0() {
    Map<String, Double> many =
        IntStream.range(0, Metrics.MOST_ACTIVITIES + 5)
            .boxed()
            .collect(Collectors.toMap(i -> "a-" + i, i -> 2.0));
    metrics.setByActivity(Metric.EVENTS_PARKED, many, Double::sum);
    await()
        .atMost(LONG)
        .until(
            () ->
                recorded.value(Metric.EVENTS_PARKED.metricName(), "activity_id", Metrics.OTHER)
                    == 10);

    metrics.setByActivity(Metric.EVENTS_PARKED, Map.of(), Double::sum);

    await()
        .atMost(LONG)
        .until(() -> recorded.all().values().stream().allMatch(value -> value == 0));
    assertThat(recorded.all()).hasSize(Metrics.MOST_ACTIVITIES + 1);
  }

  @Test
  void a_metric_has_always_the_same_tags_and_kind() {
    assertThatThrownBy(() -> metrics.count(Metric.DECISIONS, 1, "a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("DECISIONS is a COUNTER with the tags [ACTIVITY_ID, DECISION]");
    assertThatThrownBy(() -> metrics.set(Metric.EVENTS_RECEIVED, 1, "memory"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void without_a_scope_nothing_is_done() {
    assertThat(Metrics.none().isOff()).isTrue();
    assertThat(Metrics.of(new NoopScope(), "default").isOff()).isTrue();
    assertThat(metrics.isOff()).isFalse();
    Metrics.none().count(Metric.OUTBOX_FAILED, 1);
  }
}
