package io.activitycore.engine.internal.tick;

import java.util.List;

/** The calendars and intervals of a schedule, united. Immutable. */
final class Sources {

  private static final long NONE = Calendar.NONE;

  private final Zone zone;
  private final Calendar[] calendars;
  private final Interval[] intervals;

  Sources(Zone zone, List<Calendar> calendars, List<Interval> intervals) {
    this.zone = zone;
    this.calendars = calendars.toArray(Calendar[]::new);
    this.intervals = intervals.toArray(Interval[]::new);
  }

  /** The first reading of the wall clock at or after one, or {@link Calendar#NONE}. */
  long nextReading(long from, long until) {
    long next = NONE;
    for (Calendar calendar : calendars) {
      next = Math.min(next, calendar.next(from, until));
    }
    return next;
  }

  /** Far from any change of the clock by its reading, around one by the server's walk. */
  private long next(Calendar calendar, long after) {
    long from = after;
    for (int span = zone.span(from); ; span++) {
      if (from < zone.spanStart(span)) {
        long offset = zone.offset(from);
        long reading = calendar.next(from + offset + 1);
        if (reading == NONE || reading - offset < zone.spanStart(span)) {
          return reading == NONE ? NONE : reading - offset;
        }
        if (calendar.hasEveryWeekday()) { // else the walk may see another weekday than we do
          while (reading >= zone.local(zone.spanEnd(span))) {
            long tick = reading - zone.offset(zone.spanEnd(span));
            span++;
            if (tick < zone.spanStart(span)) {
              return tick;
            }
          }
        }
        from = zone.spanStart(span) - 1;
      }
      long found = Walk.next(calendar, zone, from, zone.spanEnd(span));
      if (found != NONE) {
        return found;
      }
      from = zone.spanEnd(span) - 1;
    }
  }

  /** Goes from tick to tick; remembers what each source gives next. */
  Cursor cursor() {
    return new Cursor();
  }

  /** One way through the ticks, forward only. */
  final class Cursor {
    private final long[] nexts = new long[calendars.length];
    private boolean near = true;

    /** The first tick after an epoch second, which must not be before the last one asked for. */
    long next(long after) {
      boolean wasNear = near;
      near = after >= zone.spanStart(zone.span(after));
      boolean anew = near || wasNear; // near a change only the whole search is the server's
      long next = NONE;
      for (int i = 0; i < nexts.length; i++) {
        if (anew || nexts[i] <= after) {
          nexts[i] = Sources.this.next(calendars[i], after);
        }
        next = Math.min(next, nexts[i]);
      }
      for (Interval interval : intervals) {
        next = Math.min(next, interval.next(after));
      }
      return next;
    }
  }
}
