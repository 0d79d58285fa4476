package io.activitycore.engine.internal.schedule;

import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The moment in which a schedule may be changed: the server passes over ticks that it has not come
 * to when it takes an update. Thread-safe.
 */
final class QuietMoment {

  /** No tick is due for so long, or for a quarter of the time between two. */
  private static final Duration QUIET = Duration.ofSeconds(1);

  private static final Duration LOOK = Duration.ofMillis(100);

  /** Where there is no such moment, or the clocks differ, five seconds are enough. */
  private static final int LOOKS = 50;

  private final ScheduleCalls calls;
  private final Clock clock;

  QuietMoment(ScheduleCalls calls, Clock clock) {
    this.calls = calls;
    this.clock = clock;
  }

  /** How the schedule is in that moment. */
  DescribeScheduleResponse await(String id, DescribeScheduleResponse described) {
    DescribeScheduleResponse now = described;
    for (int look = 0; look < LOOKS && isNear(now); look++) {
      LockSupport.parkNanos(LOOK.toNanos());
      now = calls.describe(id).orElse(now);
    }
    return now;
  }

  private boolean isNear(DescribeScheduleResponse described) {
    List<Instant> next =
        described.getInfo().getFutureActionTimesList().stream()
            .map(ScheduleCalls::instant)
            .sorted()
            .limit(2)
            .toList();
    if (next.isEmpty()) {
      return false;
    }
    Duration quarter =
        next.size() < 2 ? QUIET : Duration.between(next.get(0), next.get(1)).dividedBy(4);
    Instant noisy = next.get(0).minus(quarter.compareTo(QUIET) < 0 ? quarter : QUIET);
    return noisy.isBefore(clock.instant());
  }
}
