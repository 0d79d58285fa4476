package io.activitycore.engine.internal.schedule;

import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.api.schedule.v1.BackfillRequest;
import io.temporal.api.schedule.v1.SchedulePatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Asks Temporal for ticks of the past, one run after the other. Thread-safe. */
final class Backfills {

  /** As many at once, so that the schedule's own ticks find room in the buffer. */
  private static final int CHUNK = 100;

  private static final Duration PAUSE = Duration.ofMillis(500);

  /** Ticks in one answer of the server. */
  private static final int PAGE = 1_000;

  private final ScheduleCalls calls;

  Backfills(ScheduleCalls calls) {
    this.calls = calls;
  }

  /** Asks for ticks that lie next to one another; the server takes them as its buffer has room. */
  void request(String scheduleId, List<Instant> ticks) {
    request(scheduleId, ticks, ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_BUFFER_ALL);
  }

  /** The same, with what becomes of them while another run is under way. */
  void request(String scheduleId, List<Instant> ticks, ScheduleOverlapPolicy overlap) {
    if (ticks.isEmpty()) {
      return;
    }
    calls.patch(
        scheduleId,
        SchedulePatch.newBuilder()
            .addBackfillRequest(
                BackfillRequest.newBuilder()
                    .setStartTime(ScheduleCalls.timestamp(ticks.get(0)))
                    .setEndTime(ScheduleCalls.timestamp(ticks.get(ticks.size() - 1)))
                    .setOverlapPolicy(overlap))
            .build());
  }

  /** The ticks between two instants, both inclusive, as the server counts them. */
  List<Instant> ticks(String scheduleId, Instant from, Instant to) {
    List<Instant> all = new ArrayList<>();
    List<Instant> some = calls.matching(scheduleId, from, to);
    while (!some.isEmpty()) {
      all.addAll(some);
      Instant last = some.get(some.size() - 1);
      some = some.size() < PAGE ? List.of() : calls.matching(scheduleId, last.plusSeconds(1), to);
    }
    return all;
  }

  /** Asks for ticks, some at a time: the next ones when the server has begun those before. */
  void paced(String scheduleId, List<Instant> ticks) {
    for (int from = 0; from < ticks.size(); from += CHUNK) {
      awaitRoom(scheduleId);
      request(scheduleId, ticks.subList(from, Math.min(from + CHUNK, ticks.size())));
    }
  }

  private void awaitRoom(String scheduleId) {
    while (buffered(scheduleId) > 0) {
      LockSupport.parkNanos(PAUSE.toNanos());
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("interrupted: some ticks were asked for, others were not");
      }
    }
  }

  private long buffered(String scheduleId) {
    return calls
        .describe(scheduleId)
        .map(ServerView::of)
        .orElseThrow(() -> new IllegalArgumentException("no schedule " + scheduleId))
        .buffered();
  }
}
