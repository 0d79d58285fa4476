package io.activitycore.engine.internal.tick;

import io.activitycore.InvalidModelException;
import io.activitycore.definition.ScheduleTrigger;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The ticks of a schedule, to the second, as the server computes them before it adds jitter.
 * Immutable and thread-safe.
 *
 * <p>The years are those of the server: 1970 to 2100.
 */
public final class Ticks {

  /** The last second of 2100, UTC. */
  private static final long END = Instant.parse("2101-01-01T00:00:00Z").getEpochSecond() - 1;

  private static final long NONE = Calendar.NONE;

  private final Zone zone;
  private final Sources sources;
  private final Calendar[] excluded;
  private final long first;
  private final long last;

  Ticks(
      ZoneId zone,
      List<Calendar> calendars,
      List<Interval> intervals,
      List<Calendar> excluded,
      @Nullable Instant startAt,
      @Nullable Instant endAt) {
    this.zone = new Zone(zone);
    this.sources = new Sources(this.zone, calendars, intervals);
    this.excluded = excluded.toArray(Calendar[]::new);
    this.first = startAt == null ? 0 : Math.max(0, startAt.getEpochSecond());
    this.last = endAt == null ? END : Math.min(END, endAt.getEpochSecond());
  }

  /**
   * The ticks of a schedule that may be below the floor of {@link ScheduleCheck}, but can be read.
   *
   * @throws InvalidModelException when it cannot be read
   */
  public static Ticks of(ScheduleTrigger trigger) {
    ScheduleReader reader = new ScheduleReader(trigger);
    Ticks ticks = reader.ticks();
    if (ticks == null) {
      throw new InvalidModelException("ScheduleTrigger", reader.problems());
    }
    return ticks;
  }

  /** The zone that cron expressions and calendars are read in: of a prefix, or the trigger's. */
  public ZoneId zone() {
    return zone.id();
  }

  /** The first tick after an instant; null when there is none. */
  public @Nullable Instant next(Instant after) {
    long next = next(after.getEpochSecond());
    return next == NONE ? null : Instant.ofEpochSecond(next);
  }

  /** The first tick at or after an instant; null when there is none. */
  public @Nullable Instant nextFrom(Instant from) {
    return next(from.minusNanos(1));
  }

  /** The last tick after one instant and not after another; null when there is none. */
  public @Nullable Instant last(Instant after, Instant until) {
    long least = after.getEpochSecond();
    long end = until.getEpochSecond();
    for (long back = 1; ; back *= 60) { // ever longer, so that few ticks are computed
      long from = Math.max(least, end - back);
      long found = NONE;
      Way way = new Way();
      for (long each = way.next(from); each <= end && each != NONE; each = way.next(each)) {
        found = each;
      }
      if (found != NONE) {
        return Instant.ofEpochSecond(found);
      }
      if (from == least) {
        return null;
      }
    }
  }

  /** The ticks after an instant, in order. */
  public Stream<Instant> after(Instant after) {
    return stream(after, Instant.ofEpochSecond(END));
  }

  /** The ticks after one instant and not after another, in order. */
  public Stream<Instant> between(Instant after, Instant until) {
    return stream(after, until);
  }

  /** How many ticks there are after one instant and not after another. */
  public long count(Instant after, Instant until) {
    long count = 0;
    long end = until.getEpochSecond();
    Way way = new Way();
    long each = way.next(after.getEpochSecond());
    while (each <= end && each != NONE) {
      count++;
      each = way.next(each);
    }
    return count;
  }

  private Stream<Instant> stream(Instant after, Instant until) {
    Iterator<Instant> ticks = new Each(after.getEpochSecond(), until.getEpochSecond());
    int ordered = Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(ticks, ordered), false);
  }

  private final class Each implements Iterator<Instant> {
    private final long until;
    private final Way way = new Way();
    private long next;

    Each(long after, long until) {
      this.until = until;
      next = way.next(after);
    }

    @Override
    public boolean hasNext() {
      return next != NONE && next <= until;
    }

    @Override
    public Instant next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Instant tick = Instant.ofEpochSecond(next);
      next = way.next(next);
      return tick;
    }
  }

  /** The first tick after an epoch second, or {@link Calendar#NONE}. */
  long next(long after) {
    return new Way().next(after);
  }

  /** One way through the ticks, forward only. */
  private final class Way {
    private final Sources.Cursor cursor = sources.cursor();

    long next(long after) {
      long from = Math.max(after, first - 1);
      while (true) {
        long next = cursor.next(from);
        if (next > last) {
          return NONE;
        }
        Calendar by = excludedBy(next);
        if (by == null) {
          return next;
        }
        from = afterExcluded(next, by);
      }
    }
  }

  private @Nullable Calendar excludedBy(long tick) {
    for (Calendar each : excluded) {
      if (each.matches(zone.local(tick))) {
        return each;
      }
    }
    return null;
  }

  /** As far as the same exclusion goes for certain: a day, an hour, or this second only. */
  private long afterExcluded(long tick, Calendar by) {
    int span = zone.span(tick);
    if (tick >= zone.spanStart(span)) {
      return tick;
    }
    long end = by.lastOfMatch(zone.local(tick)) - zone.offset(tick);
    return Math.min(end, zone.spanStart(span) - 1);
  }

  Zone offsets() {
    return zone;
  }

  /** The first matching reading of the wall clock from one to another, or {@link Calendar#NONE}. */
  long nextReading(long fromLocal, long untilLocal) {
    long from = fromLocal;
    while (from < untilLocal) {
      long next = sources.nextReading(from, untilLocal);
      if (next >= untilLocal) {
        return NONE;
      }
      if (!excludes(next)) {
        return next;
      }
      from = next + 1;
    }
    return NONE;
  }

  private boolean excludes(long local) {
    for (Calendar each : excluded) {
      if (each.matches(local)) {
        return true;
      }
    }
    return false;
  }
}
