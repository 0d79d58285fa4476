package io.activitycore.samples.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.activitycore.definition.ScheduleTrigger.Misfire;
import io.activitycore.engine.internal.schedule.ScheduleState;
import io.activitycore.spi.TickStore.Kind;
import io.activitycore.testing.PrivateServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Temporal is killed under schedules of seconds: nothing runs twice, and the account adds up. */
class ScheduleOutageIT {

  private static final int PERIOD = 3;
  private static final int OUTAGE_SECONDS = 24;

  /** Fewer, because the server is killed some time before and comes back some time after a tick. */
  private static final int MISSED_TICKS = OUTAGE_SECONDS / PERIOD - 2;

  private static final Duration SHORT = Duration.ofSeconds(10);
  private static final List<String> ALL = List.of("skip", "catchup", "compress", "late");

  @Test
  void each_policy_over_an_outage_of_the_server() {
    try (PrivateServer temporal = PrivateServer.temporal();
        Clockwork clockwork = new Clockwork(temporal.address())) {
      clockwork.have(
          clockwork.every("skip", PERIOD + "s", Misfire.SKIP),
          clockwork.every("catchup", PERIOD + "s", Misfire.CATCHUP),
          clockwork.every("compress", PERIOD + "s", Misfire.COMPRESS),
          clockwork.every("late", PERIOD + "s", Misfire.CATCHUP, SHORT));
      clockwork.work();
      ALL.forEach(id -> clockwork.awaitSeen(id, 2));

      temporal.kill();
      Instant down = Instant.now();
      await()
          .atMost(Clockwork.LONGEST)
          .until(() -> Instant.now().isAfter(down.plusSeconds(OUTAGE_SECONDS)));
      temporal.start();

      ALL.forEach(clockwork::settled);
      ALL.forEach(id -> ScheduledRunsIT.addsUp(clockwork, id, PERIOD));
      ScheduleState skip = clockwork.state("skip");
      assertThat(skip.counts().get(Kind.SKIPPED)).isGreaterThanOrEqualTo(MISSED_TICKS);
      assertThat(clockwork.state("catchup").counts()).containsOnlyKeys(Kind.RUN);
      assertThat(clockwork.state("compress").counts().get(Kind.COVERED))
          .isGreaterThanOrEqualTo(MISSED_TICKS);
      ScheduledRunsIT.chained(clockwork, "compress");
      assertThat(clockwork.state("late").counts().get(Kind.MISSED))
          .as("older than the catch-up window")
          .isGreaterThanOrEqualTo(MISSED_TICKS - (int) SHORT.toSeconds() / PERIOD);
    }
  }
}
