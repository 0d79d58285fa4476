package io.activitycore.rabbitmq;

import java.time.Duration;

/** Pauses that double with each attempt, up to a maximum. */
record BackOff(Duration initial, Duration maximum) {

  private static final int MAX_DOUBLINGS = 30;

  /**
   * The pause after a failed attempt.
   *
   * @param attempt from 1
   */
  Duration after(int attempt) {
    int doublings = Math.min(Math.max(attempt, 1) - 1, MAX_DOUBLINGS);
    Duration pause = initial.multipliedBy(1L << doublings);
    return pause.compareTo(maximum) < 0 ? pause : maximum;
  }
}
