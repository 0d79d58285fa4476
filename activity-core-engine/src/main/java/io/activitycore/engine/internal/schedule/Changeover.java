package io.activitycore.engine.internal.schedule;

import io.activitycore.definition.ScheduleTrigger.Misfire;
import io.activitycore.spi.Store;
import io.activitycore.spi.TickStore.Account;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the account right while a schedule is changed: ticks up to the change are those of the old
 * form under its policy, those after it of the new one. Thread-safe.
 */
final class Changeover {

  /** An update is done by then, or is tried again. */
  private static final Duration AHEAD = Duration.ofMinutes(1);

  private final String tenant;
  private final ScheduleCalls calls;
  private final Backfills backfills;
  private final TickReconciler reconciler;
  private final Store store;
  private final Clock clock;

  Changeover(
      String tenant,
      ScheduleCalls calls,
      Backfills backfills,
      TickReconciler reconciler,
      Store store,
      Clock clock) {
    this.tenant = tenant;
    this.calls = calls;
    this.backfills = backfills;
    this.reconciler = reconciler;
    this.store = store;
    this.clock = clock;
  }

  /**
   * What is left when a schedule has been changed.
   *
   * @param policy of the old form
   * @param ticks of the old form that were not settled, and some to come
   */
  record Rest(Misfire policy, Account account, List<Instant> ticks) {}

  /** Settles what the old form has come to; empty when there is no account, or it was changed. */
  Optional<Rest> before(WantedSchedule wanted, DescribeScheduleResponse old) {
    Optional<Account> known = store.ticks().find(tenant, wanted.definition().id());
    Optional<Misfire> policy = policy(old.getSchedule().getPolicies().getOverlapPolicy());
    // The server says its ticks with the jitter, and only without it are they told by their runs.
    boolean jitter = old.getSchedule().getSpec().hasJitter();
    if (known.isEmpty() || policy.isEmpty() || jitter) {
      return Optional.empty();
    }
    List<Instant> ticks = ticks(wanted, known.get(), ServerView.of(old));
    if (!isStill(wanted, old)) {
      return Optional.empty();
    }
    Rest rest = new Rest(policy.get(), known.get(), ticks);
    settle(rest, ServerView.of(old));
    return Optional.of(rest);
  }

  private List<Instant> ticks(WantedSchedule wanted, Account account, ServerView server) {
    Instant next = server.next();
    Instant now = clock.instant();
    Instant to = (next == null || next.isBefore(now) ? now : next).plus(AHEAD);
    Instant from = account.settledTo();
    return from.isBefore(to) ? backfills.ticks(wanted.id(), from.plusNanos(1), to) : List.of();
  }

  private boolean isStill(WantedSchedule wanted, DescribeScheduleResponse old) {
    return calls
        .describe(wanted.id())
        .filter(now -> now.getConflictToken().equals(old.getConflictToken()))
        .isPresent();
  }

  private void settle(Rest rest, ServerView server) {
    reconciler.settle(
        rest.policy(),
        rest.account(),
        server,
        after ->
            rest.ticks().stream()
                .filter(tick -> tick.isAfter(after) && server.isPast(tick))
                .toList());
  }

  /** Settles the rest. */
  void after(Rest rest, DescribeScheduleResponse changed) {
    ServerView server = ServerView.of(changed);
    reconciler.close(rest.policy(), rest.account(), server, rest.ticks(), server.changedAt());
  }

  private static Optional<Misfire> policy(ScheduleOverlapPolicy overlap) {
    return switch (overlap) {
      case SCHEDULE_OVERLAP_POLICY_SKIP -> Optional.of(Misfire.SKIP);
      case SCHEDULE_OVERLAP_POLICY_BUFFER_ALL -> Optional.of(Misfire.CATCHUP);
      case SCHEDULE_OVERLAP_POLICY_BUFFER_ONE -> Optional.of(Misfire.COMPRESS);
      default -> Optional.empty();
    };
  }
}
