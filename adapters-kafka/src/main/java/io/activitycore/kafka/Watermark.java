package io.activitycore.kafka;

import java.util.Arrays;

/**
 * How far one partition is settled without a gap. Only this is ever committed: never the highest
 * offset seen. Not thread-safe.
 */
final class Watermark {

  /** No offset is known yet. */
  static final long UNKNOWN = -1;

  private static final int INITIAL = 64; // a power of two, as every later size

  // A ring of the admitted offsets, ascending, from the lowest unsettled one.
  private long[] offsets = new long[INITIAL];
  private boolean[] settled = new boolean[INITIAL];
  private int head;
  private int size;
  private long next = UNKNOWN;

  /** A record was taken; offsets ascend, with gaps where the log has none. */
  void admit(long offset) {
    if (offset < next) {
      throw new IllegalStateException("offset " + offset + " after position " + next);
    }
    if (size == offsets.length) {
      grow();
    }
    int at = at(size);
    offsets[at] = offset;
    settled[at] = false;
    size++;
    next = offset + 1;
  }

  /**
   * A record is done with.
   *
   * @return false when it is not known or was settled before
   */
  boolean settle(long offset) {
    int found = find(offset);
    if (found < 0 || settled[found]) {
      return false;
    }
    settled[found] = true;
    while (size > 0 && settled[head]) {
      head = at(1);
      size--;
    }
    return true;
  }

  /** The partition is read up to here; what lies between is no record of anybody's. */
  void advance(long position) {
    next = Math.max(next, position);
  }

  /** Begins anew at a position; what was in hand is forgotten. */
  void restart(long position) {
    head = 0;
    size = 0;
    next = position;
  }

  /** The position to go on from after a restart: everything before it is settled. */
  long value() {
    return size > 0 ? offsets[head] : next;
  }

  /** The position after the last record taken. */
  long position() {
    return next;
  }

  /** How many records stand at or behind the watermark, settled or not. */
  int behind() {
    return size;
  }

  private int at(int place) {
    return (head + place) & (offsets.length - 1);
  }

  private int find(long offset) {
    if (size > 0 && offsets[head] == offset) {
      return head; // as nearly always
    }
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int at = at(middle);
      if (offsets[at] == offset) {
        return at;
      }
      if (offsets[at] < offset) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  private void grow() {
    long[] moreOffsets = new long[2 * offsets.length];
    boolean[] moreSettled = new boolean[moreOffsets.length];
    int first = offsets.length - head;
    System.arraycopy(offsets, head, moreOffsets, 0, first);
    System.arraycopy(offsets, 0, moreOffsets, first, head);
    System.arraycopy(settled, head, moreSettled, 0, first);
    System.arraycopy(settled, 0, moreSettled, first, head);
    offsets = moreOffsets;
    settled = moreSettled;
    head = 0;
  }

  @Override
  public String toString() {
    return value() + " of " + next + ", unsettled and later " + Arrays.toString(unsettled());
  }

  private long[] unsettled() {
    long[] found = new long[size];
    int count = 0;
    for (int i = 0; i < size; i++) {
      int at = at(i);
      if (!settled[at]) {
        found[count++] = offsets[at];
      }
    }
    return Arrays.copyOf(found, count);
  }
}
