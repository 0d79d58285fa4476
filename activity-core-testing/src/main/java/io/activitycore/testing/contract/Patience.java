package io.activitycore.testing.contract;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for what happens elsewhere. */
final class Patience {

  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private Patience() {}

  /**
   * Waits until it is so.
   *
   * @param what says what did not come about
   */
  static void await(Duration atMost, BooleanSupplier condition, Supplier<String> what) {
    if (!comes(atMost, condition)) {
      throw new AssertionError("not within " + atMost.toMillis() + " ms: " + what.get());
    }
  }

  /** Lets that time pass, less if it is so before; returns whether it is. */
  static boolean comes(Duration atMost, BooleanSupplier condition) {
    long end = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      LockSupport.parkNanos(POLL_NANOS);
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("interrupted while waiting");
      }
    }
    return true;
  }
}
