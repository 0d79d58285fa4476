package io.activitycore.samples.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.activitycore.definition.ScheduleTrigger.Misfire;
import io.activitycore.engine.internal.tick.Misfires;
import io.activitycore.spi.TickStore.Kind;
import io.activitycore.spi.TickStore.Range;
import io.activitycore.testing.Servers;
import io.temporal.api.schedule.v1.ScheduleInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Nobody works while a tick a second comes: the first run waits for a worker, and the other ticks
 * for it. With the profile {@code soak} there are more than the server keeps.
 */
class FullBufferIT {

  private static final int UNWORKED = Integer.getInteger("activity-core.unworked-seconds", 6);

  @Test
  void ticks_for_which_the_server_has_no_room_are_dropped_and_all_others_run() {
    try (Clockwork clockwork = new Clockwork(Servers.temporal())) {
      Instant end = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(UNWORKED);
      clockwork.have(
          clockwork.definition(
              "a",
              Clockwork.schedule("@every 1s", Misfire.CATCHUP, Duration.ofHours(1))
                  .between(null, end)));
      Moments.awaitTime(end.plusSeconds(2));
      ScheduleInfo info = clockwork.described("a").getInfo();
      assertThat(info.getBufferSize()).isBetween(1L, (long) Misfires.BUFFER);
      assertThat(info.getBufferDropped() > 0).isEqualTo(UNWORKED > Misfires.BUFFER + 1);

      clockwork.work();
      await()
          .atMost(Duration.ofMinutes(1).plusSeconds(UNWORKED))
          .until(() -> clockwork.seen("a").size() == info.getBufferSize() + 1);
      clockwork.settledBeyond("a", end.minusNanos(1));

      ScheduledRunsIT.addsUp(clockwork, "a");
      Map<Kind, Long> counts = clockwork.state("a").counts();
      assertThat(counts.get(Kind.RUN)).isEqualTo(info.getBufferSize() + 1);
      assertThat(counts.getOrDefault(Kind.DROPPED, 0L)).isEqualTo(info.getBufferDropped());
      List<Range> ranges =
          clockwork.store.ticks().ranges(clockwork.tenant, "a", Instant.EPOCH, Instant.MAX);
      assertThat(ranges.get(0).kind()).as("the newest are dropped").isEqualTo(Kind.RUN);
      assertThat(ranges.stream().map(Range::kind).distinct()).hasSameSizeAs(counts.keySet());
    }
  }
}
