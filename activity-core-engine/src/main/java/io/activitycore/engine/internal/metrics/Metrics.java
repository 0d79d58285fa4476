package io.activitycore.engine.internal.metrics;

import com.uber.m3.tally.Counter;
import com.uber.m3.tally.Gauge;
import com.uber.m3.tally.NoopScope;
import com.uber.m3.tally.Scope;
import com.uber.m3.tally.Timer;
import io.activitycore.engine.internal.metrics.Metric.Kind;
import io.activitycore.engine.internal.metrics.Metric.Tag;
import io.activitycore.run.RunKey;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleBinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reports to the metrics scope that the host gave to its Temporal client; without one it does
 * nothing. Values of tags are given in the order of {@link Metric#tags}. Thread-safe.
 */
public final class Metrics {

  /** The value of a tag where there is none; no activity has such an id. */
  public static final String NONE = "_none";

  /** The value of {@code activity_id} for all activities beyond the bound. */
  static final String OTHER = "_other";

  /** So many activities have time series of their own: the first ones that are seen. */
  static final int MOST_ACTIVITIES = 1_000;

  private final Scope scope;
  private final boolean off;
  private final Map<Series, Counter> counters = new ConcurrentHashMap<>();
  private final Map<Series, Gauge> gauges = new ConcurrentHashMap<>();
  private final Map<Series, Timer> timers = new ConcurrentHashMap<>();
  private final Set<String> activities = ConcurrentHashMap.newKeySet();
  private final Map<Metric, Set<String>> shown = new EnumMap<>(Metric.class);

  private record Series(Metric metric, List<String> values) {}

  private Metrics(Scope scope, boolean off) {
    this.scope = scope;
    this.off = off;
  }

  /**
   * Metrics of one tenant.
   *
   * @param scope of the Temporal client; null and {@link NoopScope} mean: none are wanted
   */
  public static Metrics of(@Nullable Scope scope, String tenant) {
    return scope == null || scope instanceof NoopScope
        ? new Metrics(new NoopScope(), true)
        : new Metrics(scope.tagged(Map.of("tenant", tenant)), false);
  }

  /** None are wanted. */
  public static Metrics none() {
    return of(null, RunKey.DEFAULT_TENANT);
  }

  /** Whether nobody wants them: what only serves them may be left out. */
  public boolean isOff() {
    return off;
  }

  /** Adds to a counter. */
  public void count(Metric metric, long more, String... values) {
    if (!off) {
      counters
          .computeIfAbsent(
              series(metric, Kind.COUNTER, values),
              series -> tagged(series).counter(metric.metricName()))
          .inc(more);
    }
  }

  /** Sets a gauge. */
  public void set(Metric metric, double value, String... values) {
    if (!off) {
      gauges
          .computeIfAbsent(
              series(metric, Kind.GAUGE, values),
              series -> tagged(series).gauge(metric.metricName()))
          .update(value);
    }
  }

  /** Sets a gauge to 1 or 0. */
  public void set(Metric metric, boolean value, String... values) {
    set(metric, value ? 1 : 0, values);
  }

  /**
   * Sets a gauge whose one tag is the activity for all activities; those that had a value before
   * and have none now get 0.
   *
   * @param merge of the values of activities that share a time series because there are too many
   */
  public void setByActivity(
      Metric metric, Map<String, Double> byActivity, DoubleBinaryOperator merge) {
    if (off) {
      return;
    }
    Map<String, Double> values = new TreeMap<>();
    byActivity.forEach((id, value) -> values.merge(bounded(id), value, merge::applyAsDouble));
    synchronized (shown) {
      Set<String> before = shown.computeIfAbsent(metric, key -> new TreeSet<>());
      before.stream().filter(id -> !values.containsKey(id)).forEach(id -> set(metric, 0, id));
      values.forEach((id, value) -> set(metric, value, id));
      before.addAll(values.keySet());
    }
  }

  /** Records how long something took. */
  public void time(Metric metric, Duration took, String... values) {
    if (!off) {
      timers
          .computeIfAbsent(
              series(metric, Kind.TIMER, values),
              series -> tagged(series).timer(metric.metricName()))
          .record(com.uber.m3.util.Duration.ofNanos(took.toNanos()));
    }
  }

  private Series series(Metric metric, Kind kind, String... values) {
    List<Tag> tags = metric.tags();
    if (metric.kind() != kind || tags.size() != values.length) {
      throw new IllegalArgumentException(
          metric + " is a " + metric.kind() + " with the tags " + tags);
    }
    for (int i = 0; i < values.length; i++) {
      if (tags.get(i) == Tag.ACTIVITY_ID) {
        values[i] = bounded(values[i]);
      }
    }
    return new Series(metric, List.of(values));
  }

  private String bounded(String activityId) {
    if (activityId.equals(NONE) || activityId.equals(OTHER) || activities.contains(activityId)) {
      return activityId;
    }
    if (activities.size() >= MOST_ACTIVITIES) {
      return OTHER;
    }
    activities.add(activityId);
    return activityId;
  }

  private Scope tagged(Series series) {
    List<Tag> tags = series.metric().tags();
    if (tags.isEmpty()) {
      return scope;
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < tags.size(); i++) {
      values.put(tags.get(i).tagName(), series.values().get(i));
    }
    return scope.tagged(values);
  }
}
