package io.activitycore.engine.internal.schedule;

import io.activitycore.definition.ScheduleTrigger;
import io.activitycore.engine.internal.tick.Ticks;
import io.temporal.api.schedule.v1.ScheduleActionResult;
import io.temporal.api.schedule.v1.ScheduleInfo;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the server says of a schedule at one moment.
 *
 * @param next the first tick that it has not come to; every earlier one it has dealt with. Null
 *     when there is none
 * @param paused whether it starts nothing
 * @param note as it stands
 * @param buffered ticks that wait there
 * @param running workflow ids that it started and that have not ended
 * @param missed ticks older than the catch-up window, since it was made
 * @param dropped ticks for which its buffer had no room, since it was made
 * @param window how late a tick may be and still be run
 * @param recent the last runs that it started, ten at most, in order
 * @param changedAt when it was made or last changed, by the server's clock: what was due before and
 *     the server had not come to by then is passed over
 */
record ServerView(
    @Nullable Instant next,
    boolean paused,
    String note,
    long buffered,
    Set<String> running,
    long missed,
    long dropped,
    Duration window,
    List<Started> recent,
    Instant changedAt) {

  /**
   * A run that it started.
   *
   * @param tick as the server says it, with its jitter
   * @param at when, by the server's clock
   */
  record Started(Instant tick, Instant at) {}

  static ServerView of(DescribeScheduleResponse response) {
    ScheduleInfo info = response.getInfo();
    Optional<Instant> next =
        info.getFutureActionTimesList().stream().map(ScheduleCalls::instant).sorted().findFirst();
    return new ServerView(
        next.orElse(null),
        response.getSchedule().getState().getPaused(),
        response.getSchedule().getState().getNotes(),
        info.getBufferSize(),
        info.getRunningWorkflowsList().stream()
            .map(run -> run.getWorkflowId())
            .collect(Collectors.toUnmodifiableSet()),
        info.getMissedCatchupWindow(),
        info.getBufferDropped(),
        window(response),
        info.getRecentActionsList().stream().map(ServerView::started).toList(),
        ScheduleCalls.instant(info.hasUpdateTime() ? info.getUpdateTime() : info.getCreateTime()));
  }

  private static Duration window(DescribeScheduleResponse response) {
    var window = response.getSchedule().getPolicies().getCatchupWindow();
    return Duration.ofSeconds(window.getSeconds(), window.getNanos());
  }

  private static Started started(ScheduleActionResult action) {
    return new Started(
        ScheduleCalls.instant(action.getScheduleTime()),
        ScheduleCalls.instant(action.getActualTime()));
  }

  /** When it last started a run; null when it never did. */
  @Nullable Instant lastRun() {
    return recent.stream().map(Started::at).max(Instant::compareTo).orElse(null);
  }

  /**
   * With the next tick as it stands in its run's id: the server adds the jitter to what it says, at
   * most up to the tick after it.
   */
  ServerView withoutJitter(ScheduleTrigger schedule) {
    Duration jitter = schedule.jitter();
    if (next == null || jitter == null) {
      return this;
    }
    Instant tick = Ticks.of(schedule).last(next.minus(jitter).minusNanos(1), next);
    return new ServerView(
        tick == null ? next : tick,
        paused,
        note,
        buffered,
        running,
        missed,
        dropped,
        window,
        recent,
        changedAt);
  }

  /** As if ticks waited: what has no run may have one yet, unless a later one has. */
  ServerView waiting() {
    return new ServerView(
        next, false, note, Long.MAX_VALUE, running, missed, dropped, window, recent, changedAt);
  }

  /** Whether the server has dealt with a tick. */
  boolean isPast(Instant tick) {
    return next == null || tick.isBefore(next);
  }
}
