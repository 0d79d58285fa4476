package io.activitycore.rabbitmq;

import io.activitycore.rabbitmq.Held.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The unsettled deliveries of one subscription. Those whose channel is gone stay here as orphans
 * while they are in hand: when the server delivers such a message again, it is adopted and not
 * handed over a second time. Thread-safe.
 */
final class InFlight {

  private record Orphan(String fingerprint, Held held) {}

  private final int limit;
  private final TreeMap<Long, Held> known = new TreeMap<>(); // by tag, of the channel that is open
  private final List<Orphan> orphans = new ArrayList<>();
  private int inHand;

  InFlight(int limit) {
    this.limit = limit;
  }

  /**
   * Takes a message from the server.
   *
   * @return null when it is in hand already; it is then settled by its new tag
   */
  synchronized @Nullable Held admit(
      Incoming message, boolean again, String position, long channel, long tag) {
    Held adopted = again && !orphans.isEmpty() ? adopt(message.fingerprint(), channel, tag) : null;
    if (adopted != null) {
      known.put(tag, adopted);
      return null;
    }
    Held taken = new Held(message, position, channel, tag);
    known.put(tag, taken);
    return taken;
  }

  private @Nullable Held adopt(String fingerprint, long channel, long tag) {
    for (Orphan orphan : orphans) {
      if (orphan.fingerprint().equals(fingerprint)) {
        orphans.remove(orphan);
        orphan.held().adopt(channel, tag);
        return orphan.held();
      }
    }
    return null;
  }

  /** Whether it may be handed over; it counts as in hand then. False when it was given back. */
  synchronized boolean hand(Held held) {
    if (held.place() != Place.TAKEN) {
      return false;
    }
    held.place(Place.IN_HAND);
    inHand++;
    return true;
  }

  /** Waits for room for one more in hand, at most that long; returns whether there is. */
  synchronized boolean awaitRoom(Duration atMost) throws InterruptedException {
    await(limit - 1, atMost);
    return inHand < limit;
  }

  /** Waits until nothing is in hand; returns how many are when the time is over. */
  synchronized int awaitEmpty(Duration atMost) throws InterruptedException {
    await(0, atMost);
    return inHand;
  }

  private synchronized void await(int most, Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    for (long left = atMost.toNanos(); inHand > most && left > 0; left = end - System.nanoTime()) {
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
  }

  /** Its channel is gone: the server has everything back. */
  synchronized void lost() {
    for (Held held : List.copyOf(known.values())) {
      orphan(held);
    }
    known.clear();
  }

  /** The server has this one back, by our own hand. */
  synchronized void givenBack(Held held) {
    known.remove(held.tag(), held);
    orphan(held);
  }

  private void orphan(Held held) {
    held.orphaned();
    if (held.place() == Place.IN_HAND) {
      orphans.add(new Orphan(held.message().fingerprint(), held));
    } else {
      held.place(Place.GONE);
    }
  }

  /** Forgets a settled delivery. */
  synchronized void remove(Held settled) {
    if (settled.place() == Place.IN_HAND) {
      inHand--;
    }
    settled.place(Place.GONE);
    known.remove(settled.tag(), settled);
    orphans.removeIf(orphan -> orphan.held() == settled);
    notifyAll();
  }

  /** Those taken and not handed over, in the server's order. */
  synchronized List<Held> taken() {
    return known.values().stream().filter(held -> held.place() == Place.TAKEN).toList();
  }

  /** Those that the server waits for and that have been here longer than that. */
  synchronized List<Held> longerThan(Duration time) {
    return known.values().stream().filter(held -> held.heldNanos() > time.toNanos()).toList();
  }

  /** The lowest tag of the open channel that was taken and is not settled. */
  synchronized long lowestTag() {
    return known.isEmpty() ? Long.MAX_VALUE : known.firstKey();
  }

  synchronized int inHand() {
    return inHand;
  }

  /** All that the server has not back. */
  synchronized int unsettled() {
    return known.size();
  }
}
