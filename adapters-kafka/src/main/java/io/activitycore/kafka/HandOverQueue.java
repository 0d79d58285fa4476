package io.activitycore.kafka;

import io.activitycore.kafka.Held.State;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The records that may be handed over, now or after a delay. Guarded by the monitor of the {@link
 * Assignment}.
 */
final class HandOverQueue {

  private static final long SHORTEST_NANOS = 100_000;
  private static final Duration LONGEST = Duration.ofDays(365);

  private final Deque<Held> ready = new ArrayDeque<>();
  private final PriorityQueue<Held> waiting =
      new PriorityQueue<>(Comparator.comparingLong(held -> held.dueNanos));

  void add(Held held) {
    held.state = State.READY;
    ready.add(held);
  }

  /** Before all others: it has waited already. */
  void addFirst(Held held) {
    ready.addFirst(held);
  }

  void addLater(Held held, Duration delay) {
    held.state = State.WAITING;
    held.dueNanos = System.nanoTime() + (delay.compareTo(LONGEST) < 0 ? delay : LONGEST).toNanos();
    waiting.add(held);
  }

  /** The next one; null when there is none just now. */
  @Nullable Held poll() {
    Held due = waiting.peek();
    if (due != null && due.dueNanos - System.nanoTime() <= 0) {
      return waiting.poll();
    }
    return ready.poll();
  }

  /** How long until one that waits is due, never quite nothing. */
  long untilDueNanos() {
    Held due = waiting.peek();
    long until = due == null ? Long.MAX_VALUE : due.dueNanos - System.nanoTime();
    return Math.max(SHORTEST_NANOS, until);
  }

  /** How many may be handed over now. */
  int size() {
    return ready.size();
  }

  /** Forgets those that were given up. */
  void purge() {
    ready.removeIf(held -> held.state == State.SETTLED);
    waiting.removeIf(held -> held.state == State.SETTLED);
  }
}
