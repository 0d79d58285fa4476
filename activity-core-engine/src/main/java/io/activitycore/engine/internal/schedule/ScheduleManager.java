package io.activitycore.engine.internal.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.ScheduleTrigger;
import io.activitycore.engine.internal.dispatch.RunStarter;
import io.activitycore.engine.internal.metrics.Metrics;
import io.activitycore.engine.internal.run.WorkflowIds;
import io.activitycore.spi.Store;
import io.activitycore.spi.TickStore;
import io.activitycore.spi.TickStore.Account;
import io.temporal.client.WorkflowClient;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

  private final String tenant;
  private final ScheduleCalls calls;
  private final ScheduleSync sync;
  private final Operations operations;
  private final @Nullable TickStore ticks;
  private final @Nullable TickReconciler reconciler;
  private final @Nullable SyncAccount account;
  private final Heartbeat heartbeat;
  private final boolean withoutAccount;
  private final Supplier<List<ActivityDefinition>> definitions;

  /**
   * Over the host's client.
   *
   * @param store null where no account is kept: a tool beside the hosts
   * @param definitions those that are current, as they were checked
   * @param metrics of the ticks that this one settles, and of schedules that are late
   */
  public ScheduleManager(
      String tenant,
      WorkflowClient client,
      RunStarter starter,
      @Nullable Store store,
      Supplier<List<ActivityDefinition>> definitions,
      Clock clock,
      Metrics metrics) {
    this.tenant = tenant;
    this.calls = new ScheduleCalls(client);
    ScheduleForm form = new ScheduleForm(tenant, client.getOptions().getDataConverter());
    this.sync = new ScheduleSync(tenant, calls, form, clock);
    Backfills backfills = new Backfills(calls);
    this.ticks = store == null ? null : ticks(store);
    if (store == null || ticks == null) {
      this.reconciler = null;
      this.account = null;
    } else {
      this.reconciler = new TickReconciler(tenant, calls, store, clock, metrics);
      this.account = new SyncAccount(tenant, calls, backfills, reconciler, store, clock);
    }
    this.withoutAccount = store != null && ticks == null;
    this.definitions = definitions;
    this.heartbeat = new Heartbeat(metrics, clock);
    this.operations =
        new Operations(tenant, calls, form, backfills, starter, account, this::wanted);
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
    ScheduleSync.Listener listener =
        dry || account == null ? ScheduleSync.Listener.NONE : account.listener();
    List<ScheduleChange> changes = sync.sync(possible(), dry, listener);
    changes.forEach(
        change ->
            LOG.info(
                "Schedule of {}: {} ({})", change.activityId(), change.what(), change.detail()));
    return changes;
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
    heartbeat();
  }

  /** Says which schedules are late; also while Temporal does not answer. */
  void heartbeat() {
    if (ticks == null) {
      return;
    }
    Map<WantedSchedule, Account> accounts = new LinkedHashMap<>();
    for (WantedSchedule wanted : wanted()) {
      if (wanted.enabled()) {
        ticks
            .find(tenant, wanted.definition().id())
            .ifPresent(account -> accounts.put(wanted, account));
      }
    }
    heartbeat.look(accounts);
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
    Optional<Account> known = ticks == null ? Optional.empty() : ticks.find(tenant, activityId);
    List<Instant> open =
        reconciler == null || known.isEmpty()
            ? List.of()
            : wanted(activityId)
                .map(wanted -> reconciler.open(wanted, known.get(), server))
                .orElse(List.of());
    Map<TickStore.Kind, Long> counts = known.map(Account::counts).orElse(Map.of());
    return new ScheduleState(
        activityId,
        server.paused(),
        ScheduleNote.of(server.note()).text(),
        server.next(),
        server.lastRun(),
        server.paused() || open.isEmpty() ? null : open.get(0),
        known.map(Account::due).orElse(0L) + open.size(),
        open.size(),
        counts);
  }

  /** What became of ticks that are settled. */
  public List<TickStore.Range> decisions(String activityId, Instant from, Instant to) {
    return ticks == null ? List.of() : ticks.ranges(tenant, activityId, from, to);
  }

  /** Starts nothing any more, until it is resumed. */
  public void pause(String activityId, String note) {
    operations.pause(activityId, note);
  }

  /** Goes on, and makes up for what was missed as its misfire policy wants. */
  public void resume(String activityId) {
    operations.resume(activityId);
  }

  /**
   * Starts a run now, under its own key.
   *
   * @return false when the key was used before
   */
  public boolean trigger(String activityId, String key, JsonNode payload) {
    return operations.trigger(activityId, key, payload);
  }

  /** The ticks between two instants, both inclusive. */
  public List<Instant> ticks(String activityId, Instant from, Instant to) {
    return operations.ticks(activityId, from, to);
  }

  /** Runs ticks of the past that have not run, one after another. Gives how many it asked for. */
  public long backfill(String activityId, Instant from, Instant to) {
    return operations.backfill(activityId, from, to);
  }

  /** Runs ticks whatever has run before, under a key of its own. Gives how many were started. */
  public long force(String activityId, Instant from, Instant to, String key) {
    return operations.force(activityId, from, to, key);
  }
}
