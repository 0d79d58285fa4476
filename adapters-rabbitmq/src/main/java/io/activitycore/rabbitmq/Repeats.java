package io.activitycore.rabbitmq;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Deliveries that stay in hand until it is time to hand them over again. Thread-safe. */
final class Repeats {

  private record Repeat(Held held, long dueNanos) {}

  private final PriorityQueue<Repeat> repeats =
      new PriorityQueue<>(Comparator.comparingLong(Repeat::dueNanos));

  synchronized void add(Held held, Duration delay) {
    repeats.add(new Repeat(held, System.nanoTime() + Math.max(0, delay.toNanos())));
  }

  /** The next whose time has come; null when there is none. */
  synchronized @Nullable Held due() {
    Repeat first = repeats.peek();
    if (first == null || first.dueNanos() - System.nanoTime() > 0) {
      return null;
    }
    repeats.remove();
    return first.held();
  }

  /** All of them, whatever their time; none is left. */
  synchronized List<Held> all() {
    List<Held> all = new ArrayList<>();
    repeats.forEach(repeat -> all.add(repeat.held()));
    repeats.clear();
    return all;
  }
}
