package io.activitycore.internal.source;

import java.time.Duration;

/** Whether deliveries may be taken and handed over. Thread-safe. */
public final class Gate {

  private boolean paused;
  private boolean blocked;
  private boolean closed;

  /** Open. */
  public Gate() {}

  /** The host's wish. */
  public synchronized void pause(boolean wish) {
    paused = wish;
    notifyAll();
  }

  /** Our own need: a dead letter cannot be put away. */
  public synchronized void block(boolean need) {
    blocked = need;
    notifyAll();
  }

  /** For good. */
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** Whether it was closed. */
  public synchronized boolean isClosed() {
    return closed;
  }

  /** Whether deliveries may be taken. */
  public synchronized boolean isOpen() {
    return !paused && !blocked && !closed;
  }

  /** Whether the host or our own need holds it back. */
  public synchronized boolean isHeldBack() {
    return paused || blocked;
  }

  /** Waits until open or closed, at most that long; returns whether open. */
  public synchronized boolean awaitOpen(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    for (long left = atMost.toMillis();
        !isOpen() && !closed && left > 0;
        left = (end - System.nanoTime()) / 1_000_000) {
      wait(left);
    }
    return isOpen();
  }

  /** Waits that long, less if closed meanwhile. */
  public synchronized void sleep(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toMillis();
        !closed && left > 0;
        left = (end - System.nanoTime()) / 1_000_000) {
      wait(left);
    }
  }
}
