package io.activitycore.engine.internal.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.ScheduleTrigger;
import io.activitycore.engine.internal.dispatch.RunStarter;
import io.activitycore.engine.internal.run.RunTrigger;
import io.activitycore.engine.internal.run.WorkflowIds;
import io.activitycore.spi.Store;
import io.activitycore.spi.TickStore;
import io.activitycore.spi.TickStore.Account;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import io.temporal.client.WorkflowClient;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The schedules of one tenant. Thread-safe. */
public final class ScheduleManager {

  private static final Logger LOG = LoggerFactory.getLogger(ScheduleManager.class);
  private static final int ATTEMPTS = 20;

  private final String tenant;
  private final ScheduleCalls calls;
  private final ScheduleForm form;
  private final ScheduleSync sync;
  private final Backfills backfills;
  private final RunStarter starter;
  private final @Nullable TickStore ticks;
  private final @Nullable TickReconciler reconciler;
  private final boolean withoutAccount;
  private final Supplier<List<ActivityDefinition>> definitions;

  /**
   * Over the host's client.
   *
   * @param store null where no account is kept: a tool beside the hosts
   * @param definitions those that are current, as they were checked
   */
  public ScheduleManager(
      String tenant,
      WorkflowClient client,
      RunStarter starter,
      @Nullable Store store,
      Supplier<List<ActivityDefinition>> definitions,
      Clock clock) {
    this.tenant = tenant;
    this.calls = new ScheduleCalls(client);
    this.form = new ScheduleForm(tenant, client.getOptions().getDataConverter());
    this.sync = new ScheduleSync(tenant, calls, form);
    this.backfills = new Backfills(calls);
    this.starter = starter;
    this.ticks = store == null ? null : ticks(store);
    this.reconciler =
        store == null || ticks == null
            ? null
            : new TickReconciler(tenant, calls, backfills, store, clock);
    this.withoutAccount = store != null && ticks == null;
    this.definitions = definitions;
  }

  /** A store without an account lets everything else go on; a schedule is not made with it. */
  private static @Nullable TickStore ticks(Store store) {
    try {
      return store.ticks();
    } catch (UnsupportedOperationException e) {
      LOG.info("{}", e.getMessage());
      return null;
    }
  }

  /** Makes the schedules what the definitions want; dry: only says the differences. */
  public List<ScheduleChange> sync(boolean dry) {
    Set<String> paused = new HashSet<>();
    if (ticks != null) {
      paused.addAll(ticks.paused(tenant));
    }
    List<ScheduleChange> changes = sync.sync(possible(), dry, new Following(dry, paused));
    changes.forEach(
        change ->
            LOG.info(
                "Schedule of {}: {} ({})", change.activityId(), change.what(), change.detail()));
    return changes;
  }

  /** Keeps the account of what the sync finds. */
  private final class Following implements ScheduleSync.Listener {
    private final boolean dry;
    private final Set<String> paused;

    Following(boolean dry, Set<String> paused) {
      this.dry = dry;
      this.paused = paused;
    }

    @Override
    public void found(WantedSchedule wanted, boolean isPaused) {
      String id = wanted.definition().id();
      if (dry || reconciler == null || isPaused == paused.contains(id)) {
        return;
      }
      if (isPaused) {
        seenPaused(wanted);
      } else {
        reconciler.makeUp(wanted, "paused");
      }
    }

    @Override
    public void created(WantedSchedule wanted) {
      String id = wanted.definition().id();
      if (ticks == null || reconciler == null) {
        return;
      }
      if (ticks.find(tenant, id).isPresent() && wanted.enabled()) {
        reconciler.makeUp(wanted, "without a schedule");
      } else {
        reconciler.reconcile(wanted);
      }
      if (!wanted.enabled()) {
        seenPaused(wanted);
      }
    }

    @Override
    public void deleted(String activityId) {
      if (ticks != null) {
        ticks.close(tenant, activityId);
      }
    }
  }

  private void seenPaused(WantedSchedule wanted) {
    if (reconciler != null && ticks != null) {
      Optional<Account> account = reconciler.reconcile(wanted);
      account.ifPresent(known -> ticks.pause(tenant, wanted.definition().id(), known.settledTo()));
    }
  }

  /** Windows live in the account; a run that waits for one would wait for ever. */
  private List<ActivityDefinition> possible() {
    if (!withoutAccount) {
      return definitions.get();
    }
    List<ActivityDefinition> possible = new ArrayList<>();
    for (ActivityDefinition definition : definitions.get()) {
      ScheduleTrigger schedule = definition.trigger().schedule();
      if (schedule != null && schedule.misfire() == ScheduleTrigger.Misfire.COMPRESS) {
        LOG.error("{}: misfire compress needs a store with an account of ticks", definition.id());
      } else {
        possible.add(definition);
      }
    }
    return possible;
  }

  /** Whether a definition has a schedule. */
  boolean hasSchedules() {
    return !wanted().isEmpty();
  }

  /** Settles ticks of every schedule; one that fails is tried again the next time. */
  public void reconcile() {
    if (reconciler == null) {
      return;
    }
    for (WantedSchedule wanted : wanted()) {
      try {
        reconciler.reconcile(wanted);
      } catch (RuntimeException e) {
        LOG.warn("The ticks of {} are not settled now: {}", wanted.definition().id(), e.toString());
      }
    }
  }

  private List<WantedSchedule> wanted() {
    return definitions.get().stream()
        .filter(definition -> definition.trigger().schedule() != null)
        .map(definition -> WantedSchedule.of(tenant, definition))
        .toList();
  }

  private Optional<WantedSchedule> wanted(String activityId) {
    return wanted().stream().filter(one -> one.definition().id().equals(activityId)).findFirst();
  }

  /** The activities that have a schedule on the server, sorted. */
  public List<ScheduleState> list() {
    Set<String> ids = new TreeSet<>();
    String prefix = WorkflowIds.schedulePrefix(tenant);
    calls.list(
        entry -> {
          String id = entry.getScheduleId();
          if (id.startsWith(prefix) && id.indexOf('~', prefix.length()) < 0) {
            ids.add(id.substring(prefix.length()));
          }
        });
    List<ScheduleState> states = new ArrayList<>();
    ids.forEach(id -> find(id).ifPresent(states::add));
    return states;
  }

  /** How a schedule is; empty when there is none. */
  public Optional<ScheduleState> find(String activityId) {
    return calls
        .describe(WorkflowIds.ofSchedule(tenant, activityId))
        .map(ServerView::of)
        .map(server -> state(activityId, server));
  }

  private ScheduleState state(String activityId, ServerView server) {
    Optional<Account> account = ticks == null ? Optional.empty() : ticks.find(tenant, activityId);
    List<Instant> open =
        reconciler == null || account.isEmpty()
            ? List.of()
            : wanted(activityId)
                .map(wanted -> reconciler.open(wanted, account.get(), server))
                .orElse(List.of());
    Map<TickStore.Kind, Long> counts = account.map(Account::counts).orElse(Map.of());
    return new ScheduleState(
        activityId,
        server.paused(),
        ScheduleNote.of(server.note()).text(),
        server.next(),
        server.lastRun(),
        server.paused() || open.isEmpty() ? null : open.get(0),
        account.map(Account::due).orElse(0L) + open.size(),
        open.size(),
        counts);
  }

  /** What became of ticks that are settled. */
  public List<TickStore.Range> decisions(String activityId, Instant from, Instant to) {
    return ticks == null ? List.of() : ticks.ranges(tenant, activityId, from, to);
  }

  /** Starts nothing any more, until it is resumed. */
  public void pause(String activityId, String note) {
    DescribeScheduleResponse described = described(activityId);
    wanted(activityId).ifPresent(this::settleBeforePause);
    change(activityId, described, true, note);
    wanted(activityId).ifPresent(this::seenPaused);
  }

  private void settleBeforePause(WantedSchedule wanted) {
    if (reconciler != null) {
      reconciler.reconcile(wanted);
    }
  }

  /** Goes on, and makes up for what was missed as its misfire policy wants. */
  public void resume(String activityId) {
    Optional<WantedSchedule> wanted = wanted(activityId);
    if (wanted.isPresent() && !wanted.get().enabled()) {
      throw new IllegalStateException(
          activityId + " is disabled by its definition: enable it there");
    }
    change(activityId, described(activityId), false, "");
    if (reconciler != null && wanted.isPresent()) {
      reconciler.makeUp(wanted.get(), "paused");
    }
  }

  private void change(
      String activityId, DescribeScheduleResponse first, boolean paused, String note) {
    String id = WorkflowIds.ofSchedule(tenant, activityId);
    DescribeScheduleResponse now = first;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Schedule known = now.getSchedule();
      ScheduleNote wanted = new ScheduleNote(note, form.fingerprint(known));
      if (known.getState().getPaused() == paused
          && known.getState().getNotes().equals(wanted.toString())) {
        return;
      }
      Schedule.Builder changed = known.toBuilder();
      changed.getStateBuilder().setPaused(paused).setNotes(wanted.toString());
      calls.update(id, changed.build(), now.getConflictToken());
      now = described(activityId);
    }
    throw new IllegalStateException(id + " is being changed all the time by others");
  }

  private DescribeScheduleResponse described(String activityId) {
    return calls
        .describe(WorkflowIds.ofSchedule(tenant, activityId))
        .orElseThrow(() -> new IllegalArgumentException("no schedule of " + activityId));
  }

  /**
   * Starts a run now, under its own key.
   *
   * @return false when the key was used before
   */
  public boolean trigger(String activityId, String key, JsonNode payload) {
    RunTrigger trigger = RunTrigger.manual(tenant, activityId, key, payload);
    return start(trigger, taskQueue(described(activityId))) == RunStarter.Started.NEW;
  }

  private static String taskQueue(DescribeScheduleResponse described) {
    return described.getSchedule().getAction().getStartWorkflow().getTaskQueue().getName();
  }

  private RunStarter.Started start(RunTrigger trigger, String queue) {
    return starter.start(
        new RunStarter.StartRequest(
            trigger.workflowId(),
            queue,
            trigger.activityId(),
            trigger.bodyHash(),
            trigger.toJson()));
  }

  /** The ticks between two instants, both inclusive. */
  public List<Instant> ticks(String activityId, Instant from, Instant to) {
    described(activityId);
    return backfills.ticks(WorkflowIds.ofSchedule(tenant, activityId), from, to);
  }

  /** Runs ticks of the past that have not run, one after another. Gives how many it asked for. */
  public long backfill(String activityId, Instant from, Instant to) {
    List<Instant> wanted = ticks(activityId, from, to);
    backfills.paced(WorkflowIds.ofSchedule(tenant, activityId), wanted);
    return wanted.size();
  }

  /** Runs ticks whatever has run before, under a key of its own. Gives how many were started. */
  public long force(String activityId, Instant from, Instant to, String key) {
    String queue = taskQueue(described(activityId));
    return ticks(activityId, from, to).stream()
        .filter(
            tick ->
                start(RunTrigger.forced(tenant, activityId, tick, key), queue)
                    == RunStarter.Started.NEW)
        .count();
  }
}
