package io.activitycore.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that stands still until the test moves it, in either direction: time is an input.
 * Thread-safe; a view made by {@link #withZone} shares its time.
 */
public final class ManualClock extends Clock {
  private final Time time;
  private final ZoneId zone;

  private ManualClock(Time time, ZoneId zone) {
    this.time = time;
    this.zone = zone;
  }

  /**
   * A clock in UTC.
   *
   * @param now what it shows first
   */
  public static ManualClock at(Instant now) {
    return new ManualClock(new Time(now), ZoneOffset.UTC);
  }

  /** Shows this time from now on, whether later or earlier. */
  public void set(Instant now) {
    time.set(now);
  }

  /**
   * Moves it, backward by a negative duration.
   *
   * @return what it shows now
   */
  public Instant advance(Duration by) {
    return time.advance(by);
  }

  @Override
  public Instant instant() {
    return time.get();
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public ManualClock withZone(ZoneId other) {
    return new ManualClock(time, other);
  }

  /** Such as {@code ManualClock[2026-01-01T00:00:00Z, UTC]}. */
  @Override
  public String toString() {
    return "ManualClock[" + instant() + ", " + zone + "]";
  }

  /** What the views share. */
  private static final class Time {
    private Instant now;

    Time(Instant now) {
      this.now = now;
    }

    synchronized Instant get() {
      return now;
    }

    synchronized void set(Instant later) {
      now = later;
    }

    synchronized Instant advance(Duration by) {
      now = now.plus(by);
      return now;
    }
  }
}
