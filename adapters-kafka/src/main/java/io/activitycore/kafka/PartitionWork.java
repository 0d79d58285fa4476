package io.activitycore.kafka;

import io.activitycore.kafka.Held.State;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The records of one assigned partition that are not committed yet, those of one key in a row.
 * Guarded by the monitor of the {@link Assignment}.
 */
final class PartitionWork {

  /** The records of one key, in order. Only the first may be in hand. */
  private static final class Lane {
    Held head;
    Held tail;

    Lane(Held only) {
      head = only;
      tail = only;
    }
  }

  private final TopicPartition partition;
  private final Watermark watermark = new Watermark();
  private final Map<ByteBuffer, Lane> lanes = new HashMap<>();
  private final Map<Long, Held> unsettled = new HashMap<>();
  private final List<Held> parked = new ArrayList<>();
  private long bytes;
  private int blocked;
  private long committed = Watermark.UNKNOWN;

  PartitionWork(TopicPartition partition) {
    this.partition = partition;
  }

  TopicPartition partition() {
    return partition;
  }

  Watermark watermark() {
    return watermark;
  }

  /**
   * Takes a record, which is queued or in hand from before.
   *
   * @return whether it may be handed over now
   */
  boolean admit(Held held) {
    watermark.admit(held.record().offset());
    unsettled.put(held.record().offset(), held);
    bytes += held.bytes();
    held.owner = this;
    byte[] key = held.record().key();
    if (key == null) {
      return held.state == State.QUEUED;
    }
    Lane lane = lanes.get(ByteBuffer.wrap(key));
    if (lane == null) {
      lanes.put(ByteBuffer.wrap(key), new Lane(held));
      return held.state == State.QUEUED;
    }
    lane.tail.next = held;
    lane.tail = held;
    return false;
  }

  /**
   * A record is done with.
   *
   * @return the next one of its key, when there is one to be handed over now
   */
  @Nullable Held settle(Held held) {
    if (!watermark.settle(held.record().offset())) {
      return null;
    }
    unsettled.remove(held.record().offset());
    bytes -= held.bytes();
    held.state = State.SETTLED;
    byte[] key = held.record().key();
    return key == null ? null : following(ByteBuffer.wrap(key), held);
  }

  private @Nullable Held following(ByteBuffer key, Held settled) {
    Lane lane = lanes.get(key);
    if (lane == null || lane.head != settled) {
      return null;
    }
    Held head = settled.next;
    while (head != null && head.state == State.SETTLED) {
      head = head.next;
    }
    if (head == null) {
      lanes.remove(key);
      return null;
    }
    lane.head = head;
    return head.state == State.QUEUED ? head : null;
  }

  /** All that is not settled; the partition is no longer ours and holds nothing afterwards. */
  List<Held> abandon() {
    List<Held> left = new ArrayList<>(unsettled.values());
    unsettled.clear();
    lanes.clear();
    parked.clear();
    bytes = 0;
    return left;
  }

  /** Reading begins at a chosen offset, which is committed whatever comes. Nothing is held. */
  void begin(long offset) {
    watermark.restart(offset);
    committed = Watermark.UNKNOWN;
  }

  boolean holds(int window, long windowBytes) {
    return watermark.behind() < window && bytes < windowBytes;
  }

  void block() {
    blocked++;
  }

  /** Returns what was put aside meanwhile, once nothing blocks any more. */
  List<Held> unblock() {
    blocked--;
    if (blocked > 0) {
      return List.of();
    }
    List<Held> free = List.copyOf(parked);
    parked.clear();
    return free;
  }

  boolean isBlocked() {
    return blocked > 0;
  }

  void park(Held held) {
    parked.add(held);
  }

  /** How many of its records the listener or the dead letters have. */
  int inHand() {
    return (int) unsettled.values().stream().filter(each -> each.state == State.IN_HAND).count();
  }

  /** The offset to commit, or {@link Watermark#UNKNOWN} when that was committed already. */
  long uncommitted() {
    long value = watermark.value();
    return value == committed ? Watermark.UNKNOWN : value;
  }

  void committed(long offset) {
    committed = offset;
  }
}
