package io.activitycore.kafka;

import io.activitycore.kafka.Held.State;
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

  private final TopicPartition partition;
  private final Watermark watermark = new Watermark();

  /** The last unsettled record of each key. Of a key, only the one that leads may be in hand. */
  private final Map<Held.Key, Held> lanes = new HashMap<>();

  private @Nullable Held unsettled;
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
    link(held);
    bytes += held.bytes();
    held.owner = this;
    Held.Key key = held.key();
    Held earlier = key == null ? null : lanes.put(key, held);
    held.leads = earlier == null;
    if (earlier != null) {
      earlier.next = held;
    }
    return held.leads && held.state == State.QUEUED;
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
    unlink(held);
    bytes -= held.bytes();
    held.state = State.SETTLED;
    Held.Key key = held.key();
    return key == null || !held.leads ? null : following(key, held);
  }

  private @Nullable Held following(Held.Key key, Held settled) {
    Held leader = settled.next;
    while (leader != null && leader.state == State.SETTLED) {
      leader = leader.next;
    }
    if (leader == null) {
      lanes.remove(key);
      return null;
    }
    leader.leads = true;
    return leader.state == State.QUEUED ? leader : null;
  }

  private void link(Held held) {
    held.after = unsettled;
    if (unsettled != null) {
      unsettled.before = held;
    }
    unsettled = held;
  }

  private void unlink(Held held) {
    if (held.before == null) {
      unsettled = held.after;
    } else {
      held.before.after = held.after;
    }
    if (held.after != null) {
      held.after.before = held.before;
    }
    held.before = null;
    held.after = null;
  }

  /** All that is not settled; the partition is no longer ours and holds nothing afterwards. */
  List<Held> abandon() {
    List<Held> left = new ArrayList<>();
    while (unsettled != null) {
      left.add(unsettled);
      unlink(unsettled);
    }
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
    int count = 0;
    for (Held each = unsettled; each != null; each = each.after) {
      count += each.state == State.IN_HAND ? 1 : 0;
    }
    return count;
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
