package io.activitycore.engine;

import io.activitycore.InvalidModelException;
import io.activitycore.InvalidModelException.Violation;
import io.activitycore.definition.ScheduleTrigger;
import io.activitycore.engine.internal.tick.ClockChanges;
import io.activitycore.engine.internal.tick.Misfires;
import io.activitycore.engine.internal.tick.ScheduleCheck;
import io.activitycore.engine.internal.tick.Span;
import io.activitycore.engine.internal.tick.Ticks;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The ticks of a schedule, to the second as a Temporal server computes them, and what becomes of
 * each when the server is away or the schedule paused. A pure function; immutable and thread-safe.
 *
 * <p>Times are nominal: the jitter that the server adds to each tick is not known here. Outcomes
 * suppose that a run takes no time.
 */
public final class ScheduleSimulator {

  private final ScheduleTrigger trigger;
  private final Ticks ticks;
  private final List<Span> gaps;

  private ScheduleSimulator(ScheduleTrigger trigger, Ticks ticks, List<Span> gaps) {
    this.trigger = trigger;
    this.ticks = ticks;
    this.gaps = List.copyOf(gaps);
  }

  /** What becomes of a tick; every tick has exactly one. */
  public enum Outcome {
    /** It runs, on time or late. */
    RUN,
    /** It does not run: another one ran instead (misfire skip). */
    SKIPPED,
    /** The window of another run covers it (misfire compress). */
    COVERED,
    /** It runs late, after the ones before it (misfire catchup). */
    BUFFERED,
    /** It was one too many: the server keeps 1,000. */
    DROPPED,
    /** It was too late for the catch-up window. */
    MISSED
  }

  /**
   * One tick.
   *
   * @param scheduledFor when
   * @param local what the clock in the schedule's zone shows
   * @param repeat 0; 1 or 2 where the clock shows the same twice: the first or the second time
   * @param offsetBefore the zone's offset at the tick before; null if it was the same
   * @param leftOut what would have been ticks since the one before, but does not exist
   * @param outcome what becomes of it
   * @param window what its run covers, with misfire compress; null otherwise
   */
  public record Tick(
      Instant scheduledFor,
      OffsetDateTime local,
      int repeat,
      @Nullable ZoneOffset offsetBefore,
      List<LocalDateTime> leftOut,
      Outcome outcome,
      @Nullable Window window) {

    /** Copies. */
    public Tick {
      leftOut = List.copyOf(leftOut);
    }
  }

  /**
   * The ticks that a run covers.
   *
   * @param from after this tick; null where the first run covers all before it
   * @param to up to and with this one
   */
  public record Window(@Nullable Instant from, Instant to) {}

  /**
   * The simulator of a schedule that may be saved.
   *
   * @throws InvalidModelException for one that is refused, with the reasons
   */
  public static ScheduleSimulator of(ScheduleTrigger trigger) {
    List<Violation> problems = ScheduleCheck.check(trigger);
    if (!problems.isEmpty()) {
      throw new InvalidModelException("ScheduleTrigger", problems);
    }
    return new ScheduleSimulator(trigger, Ticks.of(trigger), List.of());
  }

  /**
   * The same with a time during which the server was away. Ticks of that time are decided on at its
   * end, one at that very instant too.
   *
   * @param from inclusive
   * @param to when it was back
   * @throws IllegalArgumentException when {@code to} is not after {@code from}
   */
  public ScheduleSimulator withOutage(Instant from, Instant to) {
    List<Span> all = new ArrayList<>(gaps);
    all.add(new Span(from, to));
    return new ScheduleSimulator(trigger, ticks, all);
  }

  /**
   * The same with a time during which the schedule was paused: the outcomes are those of an outage.
   *
   * @param from inclusive
   * @param to when it was resumed
   * @throws IllegalArgumentException when {@code to} is not after {@code from}
   */
  public ScheduleSimulator withPause(Instant from, Instant to) {
    return withOutage(from, to);
  }

  /** The zone of its cron expressions and calendars. */
  public ZoneId zone() {
    return ticks.zone();
  }

  /** The ticks after an instant, in order; at most to the year 2100. */
  public Stream<Tick> ticks(Instant after) {
    return described(after, ticks.after(after));
  }

  /** The ticks after one instant, up to and with another. */
  public Stream<Tick> ticks(Instant after, Instant until) {
    return described(after, ticks.between(after, until));
  }

  private Stream<Tick> described(Instant after, Stream<Instant> instants) {
    Misfires misfires = new Misfires(ticks, trigger.misfire(), trigger.catchupWindow(), gaps);
    ticks.between(beginning(after), after).forEach(misfires::decide);
    Describer describer = new Describer(after, misfires);
    return instants.sequential().map(describer::next);
  }

  /** Before the earliest of the times that reach beyond an instant. */
  private Instant beginning(Instant after) {
    return gaps.stream()
        .filter(span -> !span.to().isBefore(after))
        .map(Span::from)
        .filter(from -> !from.isAfter(after))
        .map(from -> from.minusNanos(1))
        .min(Comparator.naturalOrder())
        .orElse(after);
  }

  /** Goes from tick to tick. */
  private final class Describer {
    private final Misfires misfires;
    private final ZoneRules rules = zone().getRules();
    private Instant previous;
    private ZoneOffset before;

    Describer(Instant after, Misfires misfires) {
      this.previous = after;
      this.before = rules.getOffset(after);
      this.misfires = misfires;
    }

    Tick next(Instant instant) {
      ZoneOffset offset = rules.getOffset(instant);
      OffsetDateTime local = instant.atOffset(offset);
      List<ZoneOffset> possible = rules.getValidOffsets(local.toLocalDateTime());
      List<LocalDateTime> leftOut = ClockChanges.leftOut(ticks, previous, instant);
      Misfires.Fate fate = misfires.decide(instant);
      Instant to = fate.to();
      Tick tick =
          new Tick(
              instant,
              local,
              possible.size() < 2 ? 0 : possible.indexOf(offset) + 1,
              before.equals(offset) ? null : before,
              leftOut,
              Outcome.valueOf(fate.outcome().name()),
              to == null ? null : new Window(fate.from(), to));
      previous = instant;
      before = offset;
      return tick;
    }
  }
}
