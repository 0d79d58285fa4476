package io.activitycore.engine.internal.tick;

import io.activitycore.definition.ScheduleTrigger.Misfire;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of each tick under a misfire policy, when the schedule starts nothing for some
 * times: the server is away, the schedule paused or not there. Asked about every tick, in order;
 * not thread-safe.
 *
 * <p>It supposes that a run takes no time, so that at other times every tick runs. At the end of
 * such a time all ticks since its beginning are looked at together, one at that very instant
 * included: those beyond the catch-up window are missed, at most 1,000 others taken, the rest
 * dropped; the oldest that was taken runs, and the policy decides on the others. After an outage it
 * is the server that does so; after a pause we do, by this.
 */
public final class Misfires {

  /** What the server keeps of a schedule's ticks. */
  public static final int BUFFER = 1_000;

  /** What became of a tick. */
  public enum Outcome {
    /** It runs, on time or late. */
    RUN,
    /** It does not run: another one ran instead. */
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
  private final List<Span> gaps;
  private @Nullable Instant batch;
  private int inBatch;
  private @Nullable Instant covered;

  /**
   * A new account.
   *
   * @param gaps the times in which nothing is started; those that overlap are one
   */
  public Misfires(Ticks ticks, Misfire policy, Duration window, Collection<Span> gaps) {
    this.ticks = ticks;
    this.policy = policy;
    this.window = window;
    this.gaps = Span.merged(gaps);
  }

  /** What becomes of the next tick. */
  public Fate decide(Instant tick) {
    Span gap = gap(tick);
    return gap == null ? run(tick, tick) : late(tick, gap.to());
  }

  /** The gap that a tick lies in, its end included. */
  private @Nullable Span gap(Instant tick) {
    Span gap = Span.holding(gaps, tick);
    return gap != null ? gap : Span.holding(gaps, tick.minusNanos(1));
  }

  private Fate late(Instant tick, Instant back) {
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
    if (before >= BUFFER) {
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
    boolean runs = inWindow != null && (inWindow.isAfter(back) || gap(inWindow) != null);
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
