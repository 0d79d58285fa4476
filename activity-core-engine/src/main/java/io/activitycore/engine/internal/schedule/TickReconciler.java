package io.activitycore.engine.internal.schedule;

import io.activitycore.definition.ScheduleTrigger;
import io.activitycore.definition.ScheduleTrigger.Misfire;
import io.activitycore.engine.internal.metrics.Metric;
import io.activitycore.engine.internal.metrics.Metrics;
import io.activitycore.engine.internal.run.WorkflowIds;
import io.activitycore.engine.internal.tick.Ticks;
import io.activitycore.run.RunKey;
import io.activitycore.spi.Store;
import io.activitycore.spi.TickStore.Account;
import io.activitycore.spi.TickStore.Kind;
import io.activitycore.spi.TickStore.Range;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the account of schedules. Repeating it is harmless, and so is doing it in many places at
 * once. Thread-safe.
 */
final class TickReconciler {

  private static final Logger LOG = LoggerFactory.getLogger(TickReconciler.class);

  /** Ticks settled at once. */
  private static final int BATCH = 2_000;

  private final String tenant;
  private final ScheduleCalls calls;
  private final Store store;
  private final Clock clock;
  private final Metrics metrics;

  TickReconciler(String tenant, ScheduleCalls calls, Store store, Clock clock, Metrics metrics) {
    this.tenant = tenant;
    this.calls = calls;
    this.store = store;
    this.clock = clock;
    this.metrics = metrics;
  }

  /** What is known now; the account is opened where there was none. */
  Optional<Account> reconcile(WantedSchedule wanted) {
    String id = wanted.definition().id();
    Optional<Account> known = store.ticks().find(tenant, id);
    Ticks ticks = Ticks.of(wanted.schedule());
    if (known.isPresent() && !isDue(ticks, known.get())) {
      return known;
    }
    Optional<ServerView> server = server(wanted);
    if (server.isEmpty()) {
      return known;
    }
    Account account = known.orElseGet(() -> store.ticks().open(tenant, id, before(server.get())));
    settle(wanted.schedule(), account, server.get());
    return store.ticks().find(tenant, id);
  }

  /**
   * Settles no more than what lies before the last run: behind it the schedule was paused or gone.
   */
  void reconcileRuns(WantedSchedule wanted) {
    Optional<ServerView> server = server(wanted);
    Optional<Account> known = store.ticks().find(tenant, wanted.definition().id());
    if (server.isPresent() && known.isPresent()) {
      settle(wanted.schedule(), known.get(), server.get().waiting());
    }
  }

  /** What the server says of its schedule; empty when there is none. */
  Optional<ServerView> server(WantedSchedule wanted) {
    return calls
        .describe(wanted.id())
        .map(described -> ServerView.of(described).withoutJitter(wanted.schedule()));
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
    Ticks ticks = Ticks.of(schedule);
    settle(schedule.misfire(), account, server, after -> due(ticks, after, server));
  }

  /**
   * Settles ticks as far as that can be said.
   *
   * @param due those after an instant that the server has come to, some of them; none at the end
   */
  void settle(
      Misfire policy, Account known, ServerView server, Function<Instant, List<Instant>> due) {
    String id = known.activityId();
    // Read after the server was asked: what a run did that had ended by then must be seen.
    Account current = store.ticks().find(tenant, id).orElse(known);
    List<Instant> some = due.apply(current.settledTo());
    long sinceRun = 0;
    while (!some.isEmpty()) {
      TickAccount settled =
          account(policy, current, server).from(sinceRun).settle(withRuns(id, some));
      if (settled.ranges().isEmpty()
          || !write(current, settled.settledTo(), settled)
          || settled.settledTo().isBefore(some.get(some.size() - 1))) {
        return;
      }
      sinceRun = settled.sinceRun();
      current = store.ticks().find(tenant, id).orElse(current);
      some = due.apply(current.settledTo());
    }
  }

  /**
   * Settles the last ticks of a schedule that has been changed; those of the new one come after.
   *
   * @param at when it was changed, by the server's clock
   */
  void close(Misfire policy, Account known, ServerView server, List<Instant> due, Instant at) {
    Account current = store.ticks().find(tenant, known.activityId()).orElse(known);
    List<Instant> rest =
        due.stream()
            .filter(tick -> tick.isAfter(current.settledTo()) && !tick.isAfter(at))
            .toList();
    if (at.isAfter(current.settledTo())) {
      TickAccount closed =
          account(policy, current, server).close(withRuns(known.activityId(), rest));
      write(current, at, closed);
    }
  }

  private TickAccount account(Misfire policy, Account current, ServerView server) {
    return new TickAccount(
        policy,
        current,
        server,
        tick -> WorkflowIds.forSchedule(tenant, current.activityId(), tick),
        clock.instant());
  }

  private List<TickAccount.Due> withRuns(String id, List<Instant> ticks) {
    return ticks.stream().map(tick -> new TickAccount.Due(tick, ran(id, tick))).toList();
  }

  private boolean write(Account expected, Instant to, TickAccount settled) {
    String id = expected.activityId();
    boolean ours =
        store
            .ticks()
            .settle(tenant, id, expected.settledTo(), to, settled.ranges(), settled.seen());
    if (ours) {
      warn(id, settled.ranges());
      settled
          .ranges()
          .forEach(range -> metrics.count(Metric.TICKS, range.count(), id, range.kind().name()));
    }
    return ours;
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

  private List<Instant> due(Ticks ticks, Instant after, ServerView server) {
    return ticks.after(after).takeWhile(tick -> isDue(tick, server)).limit(BATCH).toList();
  }

  private boolean isDue(Instant tick, ServerView server) {
    return server.next() == null ? !tick.isAfter(clock.instant()) : server.isPast(tick);
  }

  private boolean ran(String id, Instant tick) {
    return store.runs().find(new RunKey(tenant, id, tick.toString())).isPresent();
  }

  /** Due ticks that are not settled, at most a batch of them. */
  List<Instant> open(WantedSchedule wanted, Account account, ServerView server) {
    ServerView nominal = server.withoutJitter(wanted.schedule());
    return due(Ticks.of(wanted.schedule()), account.settledTo(), nominal);
  }

  /** All of them that have no run and whose work nobody did. */
  List<Instant> undone(WantedSchedule wanted, Account account, ServerView server) {
    String id = account.activityId();
    Ticks ticks = Ticks.of(wanted.schedule());
    List<Instant> all = new ArrayList<>();
    List<Instant> some = due(ticks, account.settledTo(), server);
    while (!some.isEmpty()) {
      some.stream()
          .filter(tick -> !isCovered(wanted, account, tick))
          .filter(tick -> !ran(id, tick))
          .filter(tick -> !server.running().contains(WorkflowIds.forSchedule(tenant, id, tick)))
          .forEach(all::add);
      some = due(ticks, some.get(some.size() - 1), server);
    }
    return all;
  }

  private static boolean isCovered(WantedSchedule wanted, Account account, Instant tick) {
    return wanted.schedule().misfire() == Misfire.COMPRESS && !tick.isAfter(account.coveredTo());
  }
}
