package io.activitycore.internal.source;

import java.time.Duration;

/**
 * Pauses that double with each attempt, up to a maximum.
 *
 * @param initial after the first attempt
 * @param maximum the longest
 */
public record BackOff(Duration initial, Duration maximum) {

  private static final int MAX_DOUBLINGS = 30;

  /**
   * The pause after a failed attempt.
   *
   * @param attempt from 1
   */
  public Duration after(int attempt) {
    int doublings = Math.min(Math.max(attempt, 1) - 1, MAX_DOUBLINGS);
    Duration pause = initial.multipliedBy(1L << doublings);
    return pause.compareTo(maximum) < 0 ? pause : maximum;
  }
}
