package io.activitycore.engine.internal.schedule;

import io.activitycore.definition.ScheduleTrigger;
import io.activitycore.definition.ScheduleTrigger.Misfire;
import io.activitycore.engine.internal.run.WorkflowIds;
import io.activitycore.engine.internal.tick.Misfires;
import io.activitycore.engine.internal.tick.Misfires.Outcome;
import io.activitycore.engine.internal.tick.Span;
import io.activitycore.engine.internal.tick.Ticks;
import io.activitycore.spi.Store;
import io.activitycore.spi.TickStore.Account;
import io.activitycore.spi.TickStore.Kind;
import io.activitycore.spi.TickStore.Lapse;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes up for the time in which a schedule was paused or absent, as Temporal itself does after a
 * downtime: only for that time, because what Temporal catches up with is its own. Repeating it is
 * harmless, and so is doing it in many places at once. Thread-safe.
 */
final class MakingUp {

  /** More ticks than come while it is made up for. */
  private static final int RECENT = 100;

  private final String tenant;
  private final Backfills backfills;
  private final TickReconciler reconciler;
  private final Store store;
  private final Clock clock;

  MakingUp(
      String tenant, Backfills backfills, TickReconciler reconciler, Store store, Clock clock) {
    this.tenant = tenant;
    this.backfills = backfills;
    this.reconciler = reconciler;
    this.store = store;
    this.clock = clock;
  }

  /** What a tick of that time comes to, and why. */
  private record Verdict(Kind kind, String reason) {}

  /**
   * Makes up for the time since the last tick that is settled.
   *
   * @param why in a word: what the schedule was
   */
  void makeUp(WantedSchedule wanted, String why) {
    String id = wanted.definition().id();
    Optional<ServerView> server = reconciler.server(wanted);
    Optional<Account> known = store.ticks().find(tenant, id);
    if (server.isEmpty() || known.isEmpty()) {
      return;
    }
    List<Instant> undone = reconciler.undone(wanted, known.get(), server.get());
    store.ticks().resume(tenant, id, lapses(wanted, undone, server.get(), why));
  }

  private List<Lapse> lapses(
      WantedSchedule wanted, List<Instant> undone, ServerView server, String why) {
    if (undone.isEmpty()) {
      return List.of();
    }
    Instant first = undone.get(0);
    Instant last = undone.get(undone.size() - 1);
    // Somebody else may have resumed it without an update; then it ended about now.
    Instant over = server.changedAt().isAfter(first) ? server.changedAt() : clock.instant();
    Instant end = over.isAfter(first) ? over : last.plusMillis(1);
    List<Instant> lapsed = undone.stream().filter(tick -> !tick.isAfter(end)).toList();
    return decide(wanted, lapsed, end, isSkipping(wanted, server, end), why);
  }

  /** By what says it beforehand, too. */
  private List<Lapse> decide(
      WantedSchedule wanted, List<Instant> lapsed, Instant end, boolean skipping, String why) {
    ScheduleTrigger schedule = wanted.schedule();
    Misfires misfires =
        new Misfires(
            Ticks.of(schedule),
            schedule.misfire(),
            schedule.catchupWindow(),
            List.of(new Span(lapsed.get(0), end)));
    List<Instant> asked = new ArrayList<>();
    List<Lapse> lapses = new ArrayList<>();
    for (Instant tick : lapsed) {
      Outcome outcome = misfires.decide(tick).outcome();
      if (outcome == Outcome.RUN || outcome == Outcome.BUFFERED) {
        asked.add(tick);
      }
      if (outcome != Outcome.COVERED && !(outcome == Outcome.RUN && isCompress(schedule))) {
        add(lapses, tick, verdict(outcome, why));
      }
    }
    backfills.request(
        wanted.id(),
        asked,
        skipping
            ? ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP
            : ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_BUFFER_ALL);
    return lapses;
  }

  private static boolean isCompress(ScheduleTrigger schedule) {
    return schedule.misfire() == Misfire.COMPRESS;
  }

  /**
   * As Temporal does with what it catches up with: a run that was under way before makes the late
   * tick superfluous. One of a tick that came since does not.
   */
  private boolean isSkipping(WantedSchedule wanted, ServerView server, Instant end) {
    if (wanted.schedule().misfire() != Misfire.SKIP || server.running().isEmpty()) {
      return false;
    }
    Instant known = server.next();
    Instant next = known == null ? clock.instant() : known;
    Set<String> since =
        Ticks.of(wanted.schedule())
            .between(end, next)
            .limit(RECENT)
            .map(tick -> WorkflowIds.forSchedule(tenant, wanted.definition().id(), tick))
            .collect(Collectors.toUnmodifiableSet());
    return !since.containsAll(server.running());
  }

  private static Verdict verdict(Outcome outcome, String why) {
    return switch (outcome) {
      case RUN, BUFFERED, COVERED -> new Verdict(Kind.BUFFERED, why);
      case SKIPPED -> new Verdict(Kind.SKIPPED, why + ": an older tick was due to run late");
      case MISSED -> new Verdict(Kind.MISSED, why + " for longer than the catch-up window");
      case DROPPED ->
          new Verdict(Kind.DROPPED, why + ": more than " + Misfires.BUFFER + " ticks were due");
    };
  }

  private void add(List<Lapse> lapses, Instant tick, Verdict verdict) {
    Lapse last = lapses.isEmpty() ? null : lapses.get(lapses.size() - 1);
    Instant after = tick.minusNanos(1);
    if (last != null && last.kind() == verdict.kind() && last.reason().equals(verdict.reason())) {
      after = last.after();
      lapses.remove(lapses.size() - 1);
    }
    lapses.add(new Lapse(verdict.kind(), after, tick, verdict.reason(), clock.instant()));
  }
}
