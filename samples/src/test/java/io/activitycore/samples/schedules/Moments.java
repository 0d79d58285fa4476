package io.activitycore.samples.schedules;

import static org.awaitility.Awaitility.await;

import io.temporal.api.schedule.v1.ScheduleInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/** When in the course of ticks a test does something. */
final class Moments {

  private Moments() {}

  static void awaitTime(Instant time) {
    await()
        .atMost(Duration.between(Instant.now(), time).plus(Clockwork.LONGEST))
        .until(() -> Instant.now().isAfter(time));
  }

  /** Waits for a moment after which no tick comes for some time. */
  static void awaitAfterTick(int period) {
    await()
        .atMost(Clockwork.LONGEST)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> isBetween(period, 0.05, 0.25));
  }

  /**
   * Waits for a moment in the middle between two ticks, in which no run is under way whose end the
   * next tick would have to wait for. With a tick a second there is none: any moment will do.
   */
  static void awaitIdle(int period, Collection<Clockwork> hosts) {
    await()
        .atMost(Clockwork.LONGEST)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> isIdle(period, hosts));
  }

  /** Looking takes time: another tick may have come meanwhile. */
  private static boolean isIdle(int period, Collection<Clockwork> hosts) {
    long tick = Instant.now().getEpochSecond() / period;
    return isBetween(period, 0.25, 0.7)
        && (period == 1
            || hosts.parallelStream()
                .allMatch(
                    host -> host.ids().stream().allMatch(id -> isIdle(host, id, tick * period))))
        && hosts.parallelStream().allMatch(Moments::reconciled)
        && isBetween(period, 0.25, 0.7)
        && tick == Instant.now().getEpochSecond() / period;
  }

  /** Whether the last tick, at that second, has begun and is over: the server may be late. */
  private static boolean isIdle(Clockwork host, String id, long tick) {
    if (id.contains("catchup")) {
      return true;
    }
    ScheduleInfo info = host.described(id).getInfo();
    int begun = info.getRecentActionsCount();
    return info.getRunningWorkflowsCount() == 0
        && info.getBufferSize() == 0
        && begun > 0
        && info.getRecentActions(begun - 1).getScheduleTime().getSeconds() == tick;
  }

  /** As a host does every ten seconds. */
  private static boolean reconciled(Clockwork host) {
    host.manager.reconcile();
    return true;
  }

  private static boolean isBetween(int period, double from, double to) {
    double phase = System.currentTimeMillis() / 1000.0 / period % 1;
    return phase > from && phase < to;
  }
}
