package io.activitycore.engine.internal.intake;

import io.activitycore.engine.internal.dispatch.UnavailableException;
import io.activitycore.run.Decision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether Temporal and the store answer. While they do not, consumption is paused and every
 * delivery in hand waits its turn to be tried again under the same id; the first that succeeds ends
 * the outage for all.
 */
final class Outage {

  private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

  /** Told when an outage begins and when it ends. */
  interface Listener {
    void outage(boolean begins, String reason);
  }

  private static final Duration FIRST_WAIT = Duration.ofMillis(250);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Listener> listeners = new ArrayList<>();
  private boolean out;
  private boolean closed;

  void onChange(Listener listener) {
    lock.lock();
    try {
      listeners.add(listener);
      if (out) {
        listener.outage(true, "an outage that began before");
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Dispatches, as often as it takes.
   *
   * @throws UnavailableException when the core closes while nobody answers
   */
  List<Decision> untilAnswered(Supplier<List<Decision>> dispatch) throws InterruptedException {
    for (int attempt = 0; ; attempt++) {
      try {
        List<Decision> decisions = dispatch.get();
        if (attempt > 0 || decisions.stream().anyMatch(Outage::wasAnswered)) {
          succeeded();
        }
        return decisions;
      } catch (UnavailableException e) {
        LOG.debug("Trying again", e);
        if (!failed(attempt, String.valueOf(e.getMessage()))) {
          throw e;
        }
      } catch (RuntimeException e) {
        if (attempt > 0) {
          succeeded(); // else nobody might be left to find that it is over
        }
        throw e;
      }
    }
  }

  /** An event that starts nothing says nothing of Temporal. */
  private static boolean wasAnswered(Decision decision) {
    return switch (decision.kind()) {
      case STARTED, DUPLICATE, SIGNALLED, REPLIED -> true;
      default -> false;
    };
  }

  /** Waits before the next try; gives false when nothing should be tried any more. */
  private boolean failed(int attempt, String reason) throws InterruptedException {
    lock.lock();
    try {
      if (!out) {
        out = true;
        listeners.forEach(listener -> listener.outage(true, reason));
      }
      long millis = FIRST_WAIT.toMillis() << Math.min(attempt, 10);
      long nanos = TimeUnit.MILLISECONDS.toNanos(Math.min(millis, LONGEST_WAIT.toMillis()));
      while (nanos > 0 && out && !closed) {
        nanos = changed.awaitNanos(nanos);
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void succeeded() {
    lock.lock();
    try {
      if (out) {
        out = false;
        changed.signalAll();
        listeners.forEach(listener -> listener.outage(false, ""));
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isOut() {
    lock.lock();
    try {
      return out;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
