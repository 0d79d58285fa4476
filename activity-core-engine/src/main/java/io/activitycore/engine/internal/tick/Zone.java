package io.activitycore.engine.internal.tick;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The offsets of a time zone from 1970 to beyond the last year of a schedule, and the spans around
 * their changes within which the server's walk is followed step by step.
 */
final class Zone {

  /** Two days: longer than any change of the clock, and a whole day before and after it. */
  private static final long MARGIN = 2L * Calendar.DAY;

  private static final Instant FIRST = Instant.EPOCH.minusSeconds(MARGIN);
  private static final Instant END = Instant.parse("2102-01-01T00:00:00Z");

  private final ZoneId id;
  private final long[] changes;

  /** Before the first change, and after each. */
  private final int[] offsets;

  private final long[] spanStarts;
  private final long[] spanEnds;

  Zone(ZoneId id) {
    this.id = id;
    ZoneRules rules = id.getRules();
    List<ZoneOffsetTransition> transitions = new ArrayList<>();
    ZoneOffsetTransition next = rules.nextTransition(FIRST);
    while (next != null && next.getInstant().isBefore(END)) {
      transitions.add(next);
      next = rules.nextTransition(next.getInstant());
    }
    changes = transitions.stream().mapToLong(ZoneOffsetTransition::toEpochSecond).toArray();
    offsets = new int[changes.length + 1];
    offsets[0] = rules.getOffset(FIRST).getTotalSeconds();
    for (int i = 0; i < changes.length; i++) {
      offsets[i + 1] = transitions.get(i).getOffsetAfter().getTotalSeconds();
    }
    List<long[]> spans = spans(changes);
    spanStarts = spans.stream().mapToLong(span -> span[0]).toArray();
    spanEnds = spans.stream().mapToLong(span -> span[1]).toArray();
  }

  private static List<long[]> spans(long[] changes) {
    List<long[]> spans = new ArrayList<>();
    for (long change : changes) {
      long[] last = spans.isEmpty() ? null : spans.get(spans.size() - 1);
      if (last != null && change - MARGIN <= last[1]) {
        last[1] = change + MARGIN;
      } else {
        spans.add(new long[] {change - MARGIN, change + MARGIN});
      }
    }
    return spans;
  }

  ZoneId id() {
    return id;
  }

  /** Seconds east of UTC at an epoch second. */
  int offset(long second) {
    int found = Arrays.binarySearch(changes, second);
    return offsets[found >= 0 ? found + 1 : -found - 1];
  }

  /** The wall clock's reading at an epoch second. */
  long local(long second) {
    return second + offset(second);
  }

  /**
   * The epoch second of a reading, as the server's language finds it. Of two it is one, of none
   * there is nevertheless one.
   */
  long second(long local) {
    return local - offset(local - offset(local));
  }

  /** The number of the first change after an epoch second. */
  int changeAfter(long second) {
    int found = Arrays.binarySearch(changes, second);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** When a change is; {@link Calendar#NONE} beyond the last. */
  long change(int number) {
    return number < changes.length ? changes[number] : Calendar.NONE;
  }

  /** What the wall clock would show at a change without it. */
  long localBefore(int change) {
    return changes[change] + offsets[change];
  }

  /** What the wall clock shows at a change. */
  long localAfter(int change) {
    return changes[change] + offsets[change + 1];
  }

  /** The number of the span that holds an epoch second, or that comes next. */
  int span(long second) {
    int found = Arrays.binarySearch(spanEnds, second);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** Where a span begins, inclusive; {@link Calendar#NONE} beyond the last. */
  long spanStart(int span) {
    return span < spanStarts.length ? spanStarts[span] : Calendar.NONE;
  }

  /** Where a span ends, exclusive. */
  long spanEnd(int span) {
    return spanEnds[span];
  }
}
