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

/** Temporal is killed under schedules of a second: nothing runs twice, and the account adds up. */
class ScheduleOutageIT {

  private static final int OUTAGE_SECONDS = 20;
  private static final Duration SHORT = Duration.ofSeconds(10);
  private static final List<String> ALL = List.of("skip", "catchup", "compress", "late");

  @Test
  void each_policy_over_an_outage_of_the_server() {
    try (PrivateServer temporal = PrivateServer.temporal();
        Clockwork clockwork = new Clockwork(temporal.address())) {
      clockwork.have(
          clockwork.every("skip", "1s", Misfire.SKIP),
          clockwork.every("catchup", "1s", Misfire.CATCHUP),
          clockwork.every("compress", "1s", Misfire.COMPRESS),
          clockwork.every("late", "1s", Misfire.CATCHUP, SHORT));
      clockwork.work();
      ALL.forEach(id -> clockwork.awaitSeen(id, 2));

      temporal.kill();
      Instant down = Instant.now();
      await()
          .atMost(Clockwork.LONGEST)
          .until(() -> Instant.now().isAfter(down.plusSeconds(OUTAGE_SECONDS)));
      temporal.start();

      ALL.forEach(clockwork::settled);
      ALL.forEach(id -> ScheduledRunsIT.addsUp(clockwork, id));
      ScheduleState skip = clockwork.state("skip");
      assertThat(skip.counts().get(Kind.SKIPPED)).isGreaterThanOrEqualTo(OUTAGE_SECONDS - 5);
      assertThat(clockwork.state("catchup").counts()).containsOnlyKeys(Kind.RUN);
      assertThat(clockwork.state("compress").counts().get(Kind.COVERED))
          .isGreaterThanOrEqualTo(OUTAGE_SECONDS - 5);
      ScheduledRunsIT.chained(clockwork, "compress");
      assertThat(clockwork.state("late").counts().get(Kind.MISSED))
          .as("older than the catch-up window")
          .isGreaterThanOrEqualTo(OUTAGE_SECONDS - (int) SHORT.toSeconds() - 3);
    }
  }
}
