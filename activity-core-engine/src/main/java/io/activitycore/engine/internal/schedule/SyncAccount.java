package io.activitycore.engine.internal.schedule;

import io.activitycore.spi.Store;
import io.activitycore.spi.TickStore;
import io.activitycore.spi.TickStore.Account;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Keeps the account of what a sync, or an operator, does to schedules. Thread-safe. */
final class SyncAccount {

  private final String tenant;
  private final TickStore ticks;
  private final TickReconciler reconciler;
  private final MakingUp makingUp;
  private final Changeover changeover;

  SyncAccount(
      String tenant,
      ScheduleCalls calls,
      Backfills backfills,
      TickReconciler reconciler,
      Store store,
      Clock clock) {
    this.tenant = tenant;
    this.ticks = store.ticks();
    this.reconciler = reconciler;
    this.makingUp = new MakingUp(tenant, backfills, reconciler, store, clock);
    this.changeover = new Changeover(tenant, calls, backfills, reconciler, store, clock);
  }

  /** For one sync. */
  ScheduleSync.Listener listener() {
    return new Following(new TreeSet<>(ticks.paused(tenant)));
  }

  /** A schedule will be paused: what may still run without it is settled. */
  void pausing(WantedSchedule wanted) {
    reconciler.reconcile(wanted);
  }

  /** A schedule is paused. */
  void paused(WantedSchedule wanted) {
    reconciler.reconcileRuns(wanted);
    Optional<Account> account = reconciler.reconcile(wanted);
    account.ifPresent(known -> ticks.pause(tenant, wanted.definition().id(), known.settledTo()));
  }

  /** A schedule is not paused any more. */
  void resumed(WantedSchedule wanted) {
    makingUp.makeUp(wanted, "paused");
  }

  private final class Following implements ScheduleSync.Listener {
    private final Set<String> paused;

    Following(Set<String> paused) {
      this.paused = paused;
    }

    @Override
    public void found(WantedSchedule wanted, boolean isPaused) {
      if (isPaused == paused.contains(wanted.definition().id())) {
        return;
      }
      if (isPaused) {
        paused(wanted);
      } else {
        resumed(wanted);
      }
    }

    @Override
    public Consumer<DescribeScheduleResponse> changing(
        WantedSchedule wanted, DescribeScheduleResponse old) {
      Optional<Changeover.Rest> rest = changeover.before(wanted, old);
      return changed -> rest.ifPresent(known -> changeover.after(known, changed));
    }

    /**
     * Who falls over now finds it made, and paused before: the time is made up for all the same.
     */
    @Override
    public void creating(WantedSchedule wanted) {
      String id = wanted.definition().id();
      ticks.find(tenant, id).ifPresent(known -> ticks.pause(tenant, id, known.settledTo()));
    }

    @Override
    public void created(WantedSchedule wanted) {
      if (!wanted.enabled()) {
        paused(wanted);
      } else if (ticks.find(tenant, wanted.definition().id()).isPresent()) {
        reconciler.reconcileRuns(wanted);
        makingUp.makeUp(wanted, "without a schedule");
      } else {
        reconciler.reconcile(wanted);
      }
    }

    @Override
    public void deleted(String activityId) {
      ticks.close(tenant, activityId);
    }
  }
}
