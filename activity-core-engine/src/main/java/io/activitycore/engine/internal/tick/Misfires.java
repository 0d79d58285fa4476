package io.activitycore.engine.internal.tick;

import io.activitycore.definition.ScheduleTrigger.Misfire;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of each tick under a misfire policy, when the server is away for some times and the
 * schedule paused for others. Asked about every tick, in order; not thread-safe.
 *
 * <p>It supposes that a run takes no time, so that between the outages every tick runs. At the end
 * of an outage the server looks at all ticks since its beginning at once, the tick at that very
 * instant included: those beyond the catch-up window are missed, at most 1,000 others buffered, the
 * rest dropped; then the policy decides. Of ticks during a pause the server knows nothing; at its
 * end we backfill none of them (skip), at most 500 within the window (catchup), or the last
 * (compress).
 */
public final class Misfires {

  /** What the server keeps of a schedule's ticks. */
  public static final int BUFFER = 1_000;

  /** What we backfill after a pause: the server gives backfills half its buffer. */
  public static final int MADE_UP = 500;

  /** What became of a tick. */
  public enum Outcome {
    /** It runs, on time or late. */
    RUN,
    /** It does not run: another one ran instead, or the schedule was paused. */
    SKIPPED,
    /** The window of another run covers it. */
    COVERED,
    /** It runs after the ones before it. */
    BUFFERED,
    /** Beyond what the buffer takes. */
    DROPPED,
    /** Too late for the catch-up window. */
    MISSED
  }

  /**
   * A tick's fate.
   *
   * @param from with misfire compress, what a run covers: after this tick; null at the first
   * @param to up to this one; null where nothing runs or the policy is another
   */
  public record Fate(Outcome outcome, @Nullable Instant from, @Nullable Instant to) {}

  private final Ticks ticks;
  private final Misfire policy;
  private final Duration window;
  private final List<Span> outages;
  private final List<Span> pauses;
  private @Nullable Instant batch;
  private int inBatch;
  private @Nullable Instant covered;

  /** A new account. */
  public Misfires(
      Ticks ticks,
      Misfire policy,
      Duration window,
      Collection<Span> outages,
      Collection<Span> pauses) {
    this.ticks = ticks;
    this.policy = policy;
    this.window = window;
    this.outages = Span.merged(outages);
    this.pauses = Span.merged(pauses);
  }

  /** What becomes of the next tick. */
  public Fate decide(Instant tick) {
    Span outage = outage(tick);
    Span pause = Span.holding(pauses, outage == null ? tick : latest(tick, outage));
    if (pause == null) {
      return outage == null ? run(tick, tick) : late(tick, outage.to(), BUFFER);
    }
    Span during = Span.holding(outages, pause.to());
    return paused(tick, during == null ? pause.to() : during.to());
  }

  private Fate paused(Instant tick, Instant resumed) {
    return switch (policy) {
      case SKIP -> fate(Outcome.SKIPPED);
      case CATCHUP -> late(tick, resumed, MADE_UP);
      case COMPRESS -> {
        Instant following = ticks.next(tick);
        boolean last = following == null || !following.isBefore(resumed);
        yield last ? run(tick, tick) : fate(Outcome.COVERED);
      }
    };
  }

  /** The server comes back into a pause, or the tick was in one. */
  private Instant latest(Instant tick, Span outage) {
    return Span.holding(pauses, tick) == null ? outage.to() : tick;
  }

  /** The outage that a tick lies in, its end included. */
  private @Nullable Span outage(Instant tick) {
    Span outage = Span.holding(outages, tick);
    return outage != null ? outage : Span.holding(outages, tick.minusNanos(1));
  }

  private Fate late(Instant tick, Instant back, int most) {
    boolean missed = Duration.between(tick, back).compareTo(window) > 0;
    if (policy == Misfire.COMPRESS) {
      return !missed && count(back) == 0 ? run(tick, back) : covered(back);
    }
    if (missed) {
      return fate(Outcome.MISSED);
    }
    int before = count(back);
    if (before == 0) {
      return run(tick, tick);
    }
    if (before >= most) {
      return fate(Outcome.DROPPED);
    }
    return fate(policy == Misfire.SKIP ? Outcome.SKIPPED : Outcome.BUFFERED);
  }

  /** How many ticks of those looked at together came before. */
  private int count(Instant back) {
    if (!back.equals(batch)) {
      batch = back;
      inBatch = 0;
    }
    return inBatch++;
  }

  /** Covered by a run at or after an instant, if there is one. */
  private Fate covered(Instant back) {
    Instant inWindow = ticks.nextFrom(back.minus(window));
    boolean runs = inWindow != null && (inWindow.isAfter(back) || outage(inWindow) != null);
    return fate(runs || ticks.next(back) != null ? Outcome.COVERED : Outcome.MISSED);
  }

  private Fate run(Instant tick, Instant started) {
    if (policy != Misfire.COMPRESS) {
      return fate(Outcome.RUN);
    }
    Instant last = started.equals(tick) ? null : ticks.last(tick, started);
    Fate fate = new Fate(Outcome.RUN, covered, last == null ? tick : last);
    covered = fate.to();
    return fate;
  }

  private static Fate fate(Outcome outcome) {
    return new Fate(outcome, null, null);
  }
}
