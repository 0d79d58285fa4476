package io.activitycore.testing;

import com.uber.m3.tally.Buckets;
import com.uber.m3.tally.Capabilities;
import com.uber.m3.tally.CapableOf;
import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import com.uber.m3.tally.ScopeCloseException;
import com.uber.m3.tally.StatsReporter;
import com.uber.m3.util.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A metrics scope for a Temporal client, and what came out of it: counters as sums, gauges as last
 * values, timers as counts and their longest, histograms as counts. Thread-safe; {@link #stop} it
 * at the end.
 */
public final class RecordedMetrics implements StatsReporter {

  private static final double NANOS = 1e9;

  private final Map<String, Double> values = new ConcurrentHashMap<>();
  private final Map<String, Double> longest = new ConcurrentHashMap<>();
  private final Scope scope;

  /** Nothing yet; it is reported to ten times a second. */
  public RecordedMetrics() {
    this.scope = new RootScopeBuilder().reporter(this).reportEvery(Duration.ofMillis(100));
  }

  /** For a client. */
  public Scope scope() {
    return scope;
  }

  /**
   * A value.
   *
   * @param tags names and values, in turns; the tenant is {@code default} unless they name it
   * @return not a number when there is none
   */
  public double value(String name, String... tags) {
    Map<String, String> all = new TreeMap<>(Map.of("tenant", "default"));
    for (int i = 0; i < tags.length; i += 2) {
      all.put(tags[i], tags[i + 1]);
    }
    return values.getOrDefault(key(name, all), Double.NaN);
  }

  /** The longest time of a timer, whatever its tags, in seconds; 0 before the first. */
  public double longest(String timer) {
    return longest.getOrDefault(timer, 0.0);
  }

  /** All values of metrics of activity-core, by name and tags. */
  public Map<String, Double> all() {
    Map<String, Double> ours = new TreeMap<>(values);
    ours.keySet().removeIf(name -> !name.startsWith("activity_core_"));
    return ours;
  }

  private static String key(String name, Map<String, String> tags) {
    return name + new TreeMap<>(tags);
  }

  private void add(String name, Map<String, String> tags, double value) {
    values.merge(key(name, tags), value, Double::sum);
  }

  @Override
  public void reportCounter(String name, Map<String, String> tags, long value) {
    add(name, tags, (double) value);
  }

  @Override
  public void reportGauge(String name, Map<String, String> tags, double value) {
    values.put(key(name, tags), value);
  }

  @Override
  public void reportTimer(String name, Map<String, String> tags, Duration interval) {
    add(name, tags, 1);
    longest.merge(name, interval.getNanos() / NANOS, Math::max);
  }

  @Override
  public void reportHistogramValueSamples(
      String name,
      Map<String, String> tags,
      @SuppressWarnings({"rawtypes", "deprecation"}) Buckets buckets,
      double lower,
      double upper,
      long samples) {
    add(name, tags, (double) samples);
  }

  @Override
  public void reportHistogramDurationSamples(
      String name,
      Map<String, String> tags,
      @SuppressWarnings({"rawtypes", "deprecation"}) Buckets buckets,
      Duration lower,
      Duration upper,
      long samples) {
    add(name, tags, (double) samples);
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
    // the scope closes its reporter
  }

  /** Ends the scope. */
  public void stop() {
    try {
      scope.close();
    } catch (ScopeCloseException e) {
      throw new IllegalStateException(e);
    }
  }
}
