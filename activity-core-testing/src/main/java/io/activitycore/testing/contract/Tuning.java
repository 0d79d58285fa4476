package io.activitycore.testing.contract;

import io.activitycore.event.EventFormat;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a suite wants a broker opened; everything else is the harness's choice, with short pauses
 * between retries of failed listeners (100 ms or so).
 *
 * @param maxInFlight most unsettled deliveries of the subscription
 * @param drainTimeout how long closing waits for them
 * @param ordered whether to keep the order of each key, where that is an option
 * @param from null: go on where this group of processes is; else: a subscription of its own that
 *     begins at that time
 * @param format how the sink writes
 */
public record Tuning(
    int maxInFlight,
    Duration drainTimeout,
    boolean ordered,
    @Nullable Instant from,
    EventFormat format) {

  /** 64 in flight, half a second to drain, not ordered. */
  public static Tuning usual() {
    return new Tuning(64, Duration.ofMillis(500), false, null, EventFormat.NATIVE);
  }

  /** The same, but that many in flight. */
  public Tuning withMaxInFlight(int limit) {
    return new Tuning(limit, drainTimeout, ordered, from, format);
  }

  /** The same, but so long to drain. */
  public Tuning withDrainTimeout(Duration timeout) {
    return new Tuning(maxInFlight, timeout, ordered, from, format);
  }

  /** The same, but in order of each key. */
  public Tuning inOrder() {
    return new Tuning(maxInFlight, drainTimeout, true, from, format);
  }

  /** The same, but of its own and from a time on. */
  public Tuning beginningAt(Instant time) {
    return new Tuning(maxInFlight, drainTimeout, ordered, time, format);
  }

  /** The same, but written in another format. */
  public Tuning withFormat(EventFormat other) {
    return new Tuning(maxInFlight, drainTimeout, ordered, from, other);
  }
}
