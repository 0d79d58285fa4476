package io.activitycore.engine.internal.schedule;

import io.activitycore.definition.ScheduleTrigger;
import io.activitycore.definition.ScheduleTrigger.Misfire;
import io.activitycore.engine.internal.run.WorkflowIds;
import io.activitycore.engine.internal.tick.Ticks;
import io.activitycore.run.RunKey;
import io.activitycore.spi.Store;
import io.activitycore.spi.TickStore.Account;
import io.activitycore.spi.TickStore.Kind;
import io.activitycore.spi.TickStore.Lapse;
import io.activitycore.spi.TickStore.Range;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the account of schedules, and makes up for the time in which one was paused or absent: only
 * for that, because Temporal itself catches up after its own downtime. Repeating it is harmless,
 * and so is doing it in many places at once. Thread-safe.
 */
final class TickReconciler {

  private static final Logger LOG = LoggerFactory.getLogger(TickReconciler.class);

  /** Ticks settled at once. */
  private static final int BATCH = 2_000;

  /** Half of Temporal's buffer of 1,000: what it takes of such requests. */
  static final int MOST_MADE_UP = 500;

  private final String tenant;
  private final ScheduleCalls calls;
  private final Backfills backfills;
  private final Store store;
  private final Clock clock;

  TickReconciler(
      String tenant, ScheduleCalls calls, Backfills backfills, Store store, Clock clock) {
    this.tenant = tenant;
    this.calls = calls;
    this.backfills = backfills;
    this.store = store;
    this.clock = clock;
  }

  /** What is known now; the account is opened where there was none. */
  Optional<Account> reconcile(WantedSchedule wanted) {
    String id = wanted.definition().id();
    Optional<Account> known = store.ticks().find(tenant, id);
    Ticks ticks = Ticks.of(wanted.schedule());
    if (known.isPresent() && !isDue(ticks, known.get())) {
      return known;
    }
    Optional<ServerView> server = calls.describe(wanted.id()).map(ServerView::of);
    if (server.isEmpty()) {
      return known;
    }
    Account account = known.orElseGet(() -> store.ticks().open(tenant, id, before(server.get())));
    settle(wanted.schedule(), account, server.get());
    return store.ticks().find(tenant, id);
  }

  /** The worker's clock may be wrong: it says only whether to ask. */
  private boolean isDue(Ticks ticks, Account account) {
    Instant tick = ticks.next(account.settledTo());
    return tick != null && !tick.isAfter(clock.instant());
  }

  /** An account that begins at the server's present. */
  private Instant before(ServerView server) {
    Instant next = server.next();
    return next == null ? clock.instant() : next.minusNanos(1);
  }

  private void settle(ScheduleTrigger schedule, Account account, ServerView server) {
    String id = account.activityId();
    Account current = account;
    List<Instant> due = due(schedule, current.settledTo(), server);
    while (!due.isEmpty()) {
      TickAccount settled =
          new TickAccount(
                  schedule.misfire(),
                  current,
                  server,
                  tick -> WorkflowIds.forSchedule(tenant, id, tick),
                  clock.instant())
              .settle(due.stream().map(tick -> new TickAccount.Due(tick, ran(id, tick))).toList());
      boolean ours =
          !settled.ranges().isEmpty()
              && store
                  .ticks()
                  .settle(
                      tenant,
                      id,
                      current.settledTo(),
                      settled.settledTo(),
                      settled.ranges(),
                      settled.seen());
      if (ours) {
        warn(id, settled.ranges());
      }
      if (!ours || settled.settledTo().isBefore(due.get(due.size() - 1))) {
        return;
      }
      current = store.ticks().find(tenant, id).orElse(current);
      due = due(schedule, current.settledTo(), server);
    }
  }

  /** Said once: only who settles a tick says it. */
  private static void warn(String id, List<Range> settled) {
    for (Range range : settled) {
      if (range.kind() == Kind.MISSED || range.kind() == Kind.DROPPED) {
        LOG.warn(
            "{}: {} ticks {}, from {} to {}: {}",
            id,
            range.count(),
            range.kind(),
            range.first(),
            range.last(),
            range.reason());
      }
    }
  }

  private List<Instant> due(ScheduleTrigger schedule, Instant after, ServerView server) {
    return Ticks.of(schedule)
        .after(after)
        .takeWhile(tick -> isDue(tick, server))
        .limit(BATCH)
        .toList();
  }

  private boolean isDue(Instant tick, ServerView server) {
    return server.next() == null ? !tick.isAfter(clock.instant()) : server.isPast(tick);
  }

  private boolean ran(String id, Instant tick) {
    return store.runs().find(new RunKey(tenant, id, tick.toString())).isPresent();
  }

  /** Due ticks that are not settled, at most a batch of them. */
  List<Instant> open(WantedSchedule wanted, Account account, ServerView server) {
    return due(wanted.schedule(), account.settledTo(), server);
  }

  /**
   * Makes up for the time since the last tick that is settled, in which the schedule was paused or
   * absent.
   */
  void makeUp(WantedSchedule wanted, String why) {
    String id = wanted.definition().id();
    Optional<ServerView> described = calls.describe(wanted.id()).map(ServerView::of);
    Optional<Account> known = store.ticks().find(tenant, id);
    if (described.isEmpty() || known.isEmpty()) {
      return;
    }
    ServerView server = described.get();
    List<Instant> lapsed =
        allOpen(wanted.schedule(), known.get(), server).stream()
            .filter(tick -> !server.running().contains(WorkflowIds.forSchedule(tenant, id, tick)))
            .toList();
    List<Lapse> lapses = new ArrayList<>();
    if (!lapsed.isEmpty()) {
      Misfire policy = wanted.schedule().misfire();
      switch (policy) {
        case SKIP -> lapses.add(lapse(Kind.SKIPPED, lapsed, why));
        case COMPRESS ->
            backfills.request(wanted.id(), lapsed.subList(lapsed.size() - 1, lapsed.size()));
        case CATCHUP -> catchUp(wanted, lapsed, why, lapses);
      }
    }
    store.ticks().resume(tenant, id, lapses);
  }

  private List<Instant> allOpen(ScheduleTrigger schedule, Account account, ServerView server) {
    List<Instant> all = new ArrayList<>();
    List<Instant> some = due(schedule, account.settledTo(), server);
    while (!some.isEmpty()) {
      some.stream().filter(tick -> !ran(account.activityId(), tick)).forEach(all::add);
      some = due(schedule, some.get(some.size() - 1), server);
    }
    return all;
  }

  /** As after a downtime: what is too old is missed, and what the buffer does not take dropped. */
  private void catchUp(
      WantedSchedule wanted, List<Instant> lapsed, String why, List<Lapse> lapses) {
    Instant oldest = clock.instant().minus(wanted.schedule().catchupWindow());
    List<Instant> old = lapsed.stream().filter(tick -> tick.isBefore(oldest)).toList();
    List<Instant> young = lapsed.subList(old.size(), lapsed.size());
    List<Instant> asked = young.subList(0, Math.min(MOST_MADE_UP, young.size()));
    List<Instant> over = young.subList(asked.size(), young.size());
    if (!old.isEmpty()) {
      lapses.add(lapse(Kind.MISSED, old, why + " for longer than the catch-up window"));
    }
    if (!over.isEmpty()) {
      lapses.add(lapse(Kind.DROPPED, over, why + ": more than " + MOST_MADE_UP + " ticks"));
    }
    if (!asked.isEmpty()) {
      backfills.request(wanted.id(), asked);
      lapses.add(lapse(Kind.BUFFERED, asked, why));
    }
  }

  private Lapse lapse(Kind kind, List<Instant> ticks, String why) {
    return new Lapse(
        kind, ticks.get(0).minusNanos(1), ticks.get(ticks.size() - 1), why, clock.instant());
  }
}
