package io.activitycore.testing;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting. What another process does is polled for: there is nothing to be notified by. */
final class Await {
  private static final long PERIOD_MILLIS = 20;

  private Await() {}

  /**
   * Waits until the condition holds.
   *
   * @return whether it held in time; an interrupt ends the wait and stays set
   */
  static boolean until(Duration limit, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      try {
        Thread.sleep(PERIOD_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return condition.getAsBoolean();
      }
    }
    return true;
  }

  /** Waits for the thread's end; an interrupt ends the wait and stays set. */
  static void ended(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
