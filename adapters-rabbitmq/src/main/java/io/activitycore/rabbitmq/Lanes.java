package io.activitycore.rabbitmq;

import io.activitycore.rabbitmq.Held.Place;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets one message of a key go at a time, in the order in which they came. Thread-safe.
 *
 * <p>Rule: a lane's first is in hand; those behind it are taken, or were given back meanwhile.
 */
final class Lanes {

  private final RabbitOptions.@Nullable OrderKey order;
  private final Map<String, Deque<Held>> lanes = new HashMap<>();

  Lanes(RabbitOptions.@Nullable OrderKey order) {
    this.order = order;
  }

  boolean ordered() {
    return order != null;
  }

  private @Nullable String key(Held held) {
    if (order == null) {
      return null;
    }
    String header = order.header();
    return header == null ? held.message().routingKey() : held.message().header(header);
  }

  /** Whether it may go now; if not, {@link #leave} gives it when its turn has come. */
  synchronized boolean enter(Held held) {
    String key = key(held);
    if (key == null || !held.enter()) {
      return true; // no order, or its turn has come
    }
    Deque<Held> lane = lanes.computeIfAbsent(key, k -> new ArrayDeque<>());
    lane.add(held);
    return lane.peek() == held;
  }

  /** It is settled; returns who is next. */
  synchronized @Nullable Held leave(Held settled) {
    String key = key(settled);
    Deque<Held> lane = key == null ? null : lanes.get(key);
    if (key == null || lane == null) {
      return null;
    }
    boolean first = lane.peek() == settled;
    lane.remove(settled);
    while (!lane.isEmpty() && lane.element().place() == Place.GONE) {
      lane.remove();
    }
    if (lane.isEmpty()) {
      lanes.remove(key);
    }
    return first ? lane.peek() : null;
  }
}
