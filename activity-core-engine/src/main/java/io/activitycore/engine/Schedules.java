package io.activitycore.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.engine.internal.dispatch.Deadlines;
import io.activitycore.engine.internal.dispatch.TemporalRunStarter;
import io.activitycore.engine.internal.metrics.Metrics;
import io.activitycore.engine.internal.schedule.ScheduleChange;
import io.activitycore.engine.internal.schedule.ScheduleManager;
import io.activitycore.engine.internal.schedule.ScheduleState;
import io.activitycore.spi.TickStore.Kind;
import io.activitycore.spi.TickStore.Range;
import io.temporal.client.WorkflowClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What operators do to schedules. Thread-safe.
 *
 * <p>Every method throws {@link IllegalArgumentException} when an activity has no schedule on the
 * server, and {@link io.activitycore.ActivityCoreException} when Temporal or the store did not
 * answer: then ask again.
 */
public final class Schedules {

  private final ScheduleManager manager;

  Schedules(ScheduleManager manager) {
    this.manager = manager;
  }

  /**
   * For a tool beside the hosts: it keeps no account of ticks, which the hosts do.
   *
   * @param client to the hosts' Temporal namespace
   * @param definitions all of the tenant, for {@link #sync}; what is not among them is deleted
   */
  public static Schedules of(
      WorkflowClient client, String tenant, Collection<ActivityDefinition> definitions) {
    List<ActivityDefinition> all = List.copyOf(definitions);
    return new Schedules(
        new ScheduleManager(
            tenant,
            client,
            new TemporalRunStarter(client, new Deadlines()),
            null,
            () -> all,
            Clock.systemUTC(),
            Metrics.none()));
  }

  /**
   * A difference between the definitions and Temporal's schedules.
   *
   * @param what {@code create}, {@code update} or {@code delete}
   * @param activityId whose schedule
   * @param detail in a few words
   */
  public record Change(String what, String activityId, String detail) {}

  /**
   * How a schedule is.
   *
   * @param activityId whose it is
   * @param paused whether it starts nothing
   * @param note why it is paused; empty without a reason
   * @param next its next tick; null when there is none
   * @param lastRun when it last started a run; null when it never did
   * @param lateSince the first tick that Temporal has come to and that has neither run nor another
   *     fate: it waits for an earlier run, or for a worker; null when there is none, or the
   *     schedule is paused
   * @param due ticks since its account was opened: the sum of {@code counts} and {@code waiting}
   * @param waiting due ticks that may still run
   * @param counts the other due ticks, by what became of them
   */
  public record State(
      String activityId,
      boolean paused,
      String note,
      @Nullable Instant next,
      @Nullable Instant lastRun,
      @Nullable Instant lateSince,
      long due,
      long waiting,
      Map<Kind, Long> counts) {

    /**
     * Whether a run was expected longer ago than this: the heartbeat of a schedule. Never of one
     * that is paused.
     */
    public boolean isOverdue(Instant now, Duration grace) {
      Instant expected = lateSince == null ? next : lateSince;
      return !paused && expected != null && expected.plus(grace).isBefore(now);
    }
  }

  /** Makes the schedules what the definitions want, as happens at start and on each change. */
  public List<Change> sync() {
    return changes(manager.sync(false));
  }

  /** What {@link #sync} would do. */
  public List<Change> differences() {
    return changes(manager.sync(true));
  }

  private static List<Change> changes(List<ScheduleChange> changes) {
    return changes.stream()
        .map(
            change ->
                new Change(
                    change.what().name().toLowerCase(Locale.ROOT),
                    change.activityId(),
                    change.detail()))
        .toList();
  }

  /** Every schedule of the tenant that is on the server, sorted by activity. */
  public List<State> list() {
    return manager.list().stream().map(Schedules::state).toList();
  }

  /** One of them. */
  public Optional<State> find(String activityId) {
    return manager.find(activityId).map(Schedules::state);
  }

  /**
   * What became of the ticks between two instants, oldest first; those that may still run are not
   * among them. Empty for a tool beside the hosts.
   */
  public List<Range> decisions(String activityId, Instant from, Instant to) {
    return manager.decisions(activityId, from, to);
  }

  private static State state(ScheduleState state) {
    return new State(
        state.activityId(),
        state.paused(),
        state.note(),
        state.next(),
        state.lastRun(),
        state.lateSince(),
        state.due(),
        state.waiting(),
        state.counts());
  }

  /**
   * Lets a schedule start nothing until it is resumed, whatever becomes of its definition. What
   * runs goes on.
   *
   * @param note why, for the others
   */
  public void pause(String activityId, String note) {
    manager.pause(activityId, note);
  }

  /**
   * Lets a paused schedule go on. What was due in the meantime is made up for as its misfire policy
   * says, just as after a downtime of the server: of the ticks within the catch-up window {@code
   * skip} runs the oldest, {@code catchup} each, at most 1,000, {@code compress} one for all.
   *
   * @throws IllegalStateException when the definition is disabled
   */
  public void resume(String activityId) {
    manager.resume(activityId);
  }

  /**
   * Starts a run now, in the current version; the schedule goes on as if nothing had happened.
   *
   * @param key makes the run single
   * @param payload what expressions see as {@code payload}
   * @return false when a run with this key was started before
   */
  public boolean trigger(String activityId, String key, JsonNode payload) {
    return manager.trigger(activityId, key, payload);
  }

  /**
   * The ticks of a schedule between two instants, both inclusive: what {@link #backfill} would ask
   * for.
   */
  public List<Instant> ticks(String activityId, Instant from, Instant to) {
    return manager.ticks(activityId, from, to);
  }

  /**
   * Runs ticks of the past, one after the other. A tick that has run before is a duplicate and does
   * nothing. Returns when Temporal has taken the last of them: it is given a hundred at a time.
   *
   * @return how many ticks there are
   */
  public long backfill(String activityId, Instant from, Instant to) {
    return manager.backfill(activityId, from, to);
  }

  /**
   * Runs ticks of the past once more, whether or not they have run; all at once.
   *
   * @param key tells this time from others: with the same key again nothing is started
   * @return how many were started
   */
  public long force(String activityId, Instant from, Instant to, String key) {
    return manager.force(activityId, from, to, key);
  }
}
