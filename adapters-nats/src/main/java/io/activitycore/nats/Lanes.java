package io.activitycore.nats;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the order of each key in one process: the next delivery of a key leaves its lane when the
 * one before is settled for good. After a start, and whenever a delivery got lost on its way to us,
 * nothing leaves until everything that the server counts as unacknowledged has come again, so that
 * no later event overtakes it. Thread-safe.
 */
final class Lanes {

  private static final String HEADER = "header:";

  /** The deliveries of one key; {@code busy} is the one that is out, in hand or to be retried. */
  private static final class Lane {
    private final TreeMap<Long, Held> waiting = new TreeMap<>();
    private long busy;
    private long againBy;
  }

  private final String orderBy;
  private final Duration patience;
  private final Map<String, Lane> lanes = new HashMap<>();
  private final Set<Long> retrying = new HashSet<>();
  private long lastSeen;
  private long changes;
  private boolean gap = true;
  private boolean stopped;

  /**
   * Creates them.
   *
   * @param orderBy {@code subject} or {@code header:NAME}
   * @param ackWait after some of them, a retry that never came again holds up nobody any more
   */
  Lanes(String orderBy, Duration ackWait) {
    this.orderBy = orderBy;
    this.patience = ackWait.multipliedBy(3);
  }

  /** Every message that arrives, whether it is in hand already or not. */
  synchronized void saw(long consumerSequence) {
    gap |= consumerSequence != lastSeen + 1;
    lastSeen = consumerSequence;
    changes++;
  }

  /** Whether something may have been lost on its way; then the server has to be asked. */
  synchronized boolean hasGap() {
    return gap;
  }

  synchronized long changes() {
    return changes;
  }

  /**
   * What the server said.
   *
   * @param since {@link #changes()} before it was asked
   * @param unacknowledged how many deliveries it waits for
   * @param inHand how many we hold
   */
  synchronized void compare(long since, long unacknowledged, int inHand) {
    if (gap && since == changes && unacknowledged <= (long) inHand + retrying.size()) {
      gap = false;
    }
  }

  /** Puts a delivery into its lane; false when that is too late. */
  synchronized boolean accept(Held held) {
    if (!stopped) {
      retrying.remove(held.key().sequence());
      lanes.computeIfAbsent(key(held), name -> new Lane()).waiting.put(held.key().sequence(), held);
      changes++;
    }
    return !stopped;
  }

  private String key(Held held) {
    String key =
        orderBy.startsWith(HEADER)
            ? held.header(orderBy.substring(HEADER.length()))
            : held.message().getSubject();
    return key == null ? "#" + held.key().sequence() : "=" + key; // no key, no order
  }

  /** What may be handed over now. */
  synchronized @Nullable Held next() {
    if (gap || stopped) {
      return null;
    }
    for (Lane lane : lanes.values()) {
      long first = lane.waiting.isEmpty() ? 0 : lane.waiting.firstKey();
      long now = lane.busy == 0 ? first : lane.busy;
      Held next = lane.waiting.remove(now);
      if (next != null) {
        lane.busy = now;
        lane.againBy = 0;
        return next;
      }
    }
    return null;
  }

  /** Acknowledged or dead-lettered. */
  synchronized void settled(Held held) {
    changes++;
    free(key(held), held.key().sequence());
  }

  private void free(String key, long sequence) {
    Lane lane = lanes.get(key);
    if (lane != null && lane.busy == sequence) {
      lane.busy = 0;
      if (lane.waiting.isEmpty()) {
        lanes.remove(key);
      }
    }
  }

  /** Given back to the server, which delivers it again after that time. */
  synchronized void retried(Held held, Duration delay) {
    changes++;
    retrying.add(held.key().sequence());
    Lane lane = lanes.get(key(held));
    if (lane != null && lane.busy == held.key().sequence()) {
      lane.againBy = System.nanoTime() + delay.plus(patience).toNanos();
    }
  }

  /** Frees lanes whose retry never came again: its message is gone from the stream. */
  synchronized void expire(long nowNanos) {
    for (String key : List.copyOf(lanes.keySet())) {
      Lane lane = lanes.get(key);
      if (lane != null && lane.againBy != 0 && nowNanos - lane.againBy > 0) {
        retrying.remove(lane.busy);
        lane.againBy = 0;
        free(key, lane.busy);
      }
    }
  }

  synchronized int waiting() {
    return lanes.values().stream().mapToInt(lane -> lane.waiting.size()).sum();
  }

  /** Ends it; returns what was not handed over. */
  synchronized List<Held> stop() {
    stopped = true;
    List<Held> left = new ArrayList<>();
    lanes.values().forEach(lane -> left.addAll(lane.waiting.values()));
    lanes.clear();
    return left;
  }
}
