package io.activitycore.engine.internal.schedule;

import static org.awaitility.Awaitility.await;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Node;
import io.activitycore.definition.Rule;
import io.activitycore.definition.ScheduleTrigger;
import io.activitycore.definition.Trigger;
import io.activitycore.engine.internal.metrics.Metric;
import io.activitycore.engine.internal.metrics.Metrics;
import io.activitycore.spi.TickStore.Account;
import io.activitycore.spi.TickStore.Seen;
import io.activitycore.testing.RecordedMetrics;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

  private static final Instant NOW = Instant.parse("2026-03-28T09:20:00Z");

  private final RecordedMetrics recorded = new RecordedMetrics();
  private final Heartbeat heartbeat =
      new Heartbeat(Metrics.of(recorded.scope(), "default"), Clock.fixed(NOW, ZoneOffset.UTC));
  private final WantedSchedule hourly =
      WantedSchedule.of(
          "default",
          ActivityDefinition.builder("a")
              .trigger(Trigger.schedule(ScheduleTrigger.cron("@hourly")))
              .rules(Rule.always(Node.task("work", "work").build()))
              .build());

  @AfterEach
  void close() {
    recorded.stop();
  }

  private static Account settled(String to, @Nullable String pausedSince) {
    Instant at = Instant.parse(to);
    return new Account(
        "default",
        "a",
        at,
        at,
        at,
        pausedSince == null ? null : Instant.parse(pausedSince),
        List.of(),
        Map.of(),
        new Seen(0, 0));
  }

  private void shows(double late) {
    await()
        .until(() -> recorded.value(Metric.SCHEDULE_LATE.metricName(), "activity_id", "a") == late);
  }

  @Test
  void a_schedule_is_late_from_the_first_tick_without_a_fate_until_it_has_one() {
    heartbeat.look(Map.of(hourly, settled("2026-03-28T07:30:00Z", null)));
    shows(80 * 60);

    heartbeat.look(Map.of(hourly, settled("2026-03-28T09:00:00Z", null)));
    shows(0);
  }

  @Test
  void a_paused_schedule_is_never_late_nor_one_that_is_gone() {
    heartbeat.look(Map.of(hourly, settled("2026-03-28T08:30:00Z", null)));
    shows(20 * 60);
    heartbeat.look(Map.of(hourly, settled("2026-03-28T08:30:00Z", "2026-03-28T08:40:00Z")));
    shows(0);

    heartbeat.look(Map.of(hourly, settled("2026-03-28T08:30:00Z", null)));
    shows(20 * 60);
    heartbeat.look(Map.of());
    shows(0);
  }
}
