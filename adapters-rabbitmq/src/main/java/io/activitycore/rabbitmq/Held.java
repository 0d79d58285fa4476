package io.activitycore.rabbitmq;

import io.activitycore.spi.Delivery;

/**
 * One delivery that is not settled yet. The server knows it by a channel (its number) and a tag,
 * and forgets both when that channel ends. Thread-safe; changed by {@link InFlight} only.
 */
final class Held {

  /** Where it stands. */
  enum Place {
    /** Taken from the server, not handed over. */
    TAKEN,
    /** With the listener, or with what the listener asked for. */
    IN_HAND,
    /** Settled, or given back before anybody saw it. */
    GONE
  }

  private final Incoming message;
  private final String position;
  private volatile long channel;
  private volatile long tag;
  private volatile long sinceNanos;
  private volatile Place place = Place.TAKEN;
  private volatile int repeats;
  private boolean entered;

  Held(Incoming message, String position, long channel, long tag) {
    this.message = message;
    this.position = position;
    this.channel = channel;
    this.tag = tag;
    this.sinceNanos = System.nanoTime();
  }

  Incoming message() {
    return message;
  }

  String position() {
    return position;
  }

  /** The number of the channel that it came by last; 0 when the server has it back. */
  long channel() {
    return channel;
  }

  long tag() {
    return tag;
  }

  long heldNanos() {
    return System.nanoTime() - sinceNanos;
  }

  Place place() {
    return place;
  }

  void place(Place next) {
    place = next;
  }

  /** Whether it enters its lane now, for the first time. */
  synchronized boolean enter() {
    boolean first = !entered;
    entered = true;
    return first;
  }

  int attempt() {
    return message.attempt() + repeats;
  }

  /** It is handed over once more without having left this process. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time has it in hand
  void repeated() {
    repeats++;
  }

  /** The server delivered it again: from now on it is known by that. */
  void adopt(long newChannel, long newTag) {
    channel = newChannel;
    tag = newTag;
    sinceNanos = System.nanoTime();
  }

  /** Whether the server has it back: a settlement does nothing then. */
  boolean isOrphan() {
    return channel == 0;
  }

  void orphaned() {
    channel = 0;
  }

  Delivery delivery() {
    return message.delivery(position, attempt());
  }
}
