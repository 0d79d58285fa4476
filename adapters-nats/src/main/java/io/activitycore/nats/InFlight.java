package io.activitycore.nats;

import io.nats.client.Message;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The unsettled deliveries of one subscription; bounds their number. Thread-safe. */
final class InFlight {

  private static final long LINGER_NANOS = Duration.ofMillis(5).toNanos();

  private final int limit;
  private final Map<Held.Key, Held> held = new HashMap<>();

  /**
   * The least room that somebody waits for; a wake-up for each delivery would cost more than it.
   */
  private int wanted = Integer.MAX_VALUE;

  InFlight(int limit) {
    this.limit = limit;
  }

  /**
   * How many deliveries there is room for. Waits while there is none, and a few milliseconds for
   * more than a trickle, so that a busy subscription does not pull one by one.
   *
   * @return 0 when there was no room in all that time
   */
  synchronized int room(Duration atMost) throws InterruptedException {
    awaitRoom(1, atMost.toNanos());
    if (held.size() < limit) {
      awaitRoom(Math.max(1, limit / 4), LINGER_NANOS);
    }
    return Math.max(0, limit - held.size());
  }

  private synchronized void awaitRoom(int room, long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    for (long left = nanos;
        limit - held.size() < room && left > 0;
        left = end - System.nanoTime()) {
      wanted = Math.min(wanted, room);
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
  }

  /**
   * Takes a message in hand.
   *
   * @return null when an earlier delivery of the same message is in hand; it is then settled
   *     through the new one
   */
  synchronized @Nullable Held admit(Message message) {
    Held.Key key = Held.Key.of(message);
    Held known = held.get(key);
    if (known != null) {
      known.replace(message, System.nanoTime());
      return null;
    }
    Held admitted = new Held(key, message, System.nanoTime());
    held.put(key, admitted);
    return admitted;
  }

  /** Forgets a settled delivery. */
  synchronized void remove(Held settled) {
    held.remove(settled.key(), settled);
    if (limit - held.size() >= wanted) {
      wanted = Integer.MAX_VALUE; // whoever still waits says so again
      notifyAll();
    }
  }

  synchronized List<Held> all() {
    return List.copyOf(held.values());
  }

  synchronized int size() {
    return held.size();
  }

  /** Waits until nothing is in hand; returns how many are when the time is over. */
  synchronized int awaitEmpty(Duration atMost) throws InterruptedException {
    awaitRoom(limit, atMost.toNanos());
    return held.size();
  }
}
