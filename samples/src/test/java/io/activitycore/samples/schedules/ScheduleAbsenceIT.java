package io.activitycore.samples.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.ScheduleTrigger;
import io.activitycore.definition.ScheduleTrigger.Misfire;
import io.activitycore.definition.Trigger;
import io.activitycore.engine.internal.tick.Misfires;
import io.activitycore.spi.TickStore.Account;
import io.activitycore.spi.TickStore.Kind;
import io.activitycore.spi.TickStore.Lapse;
import io.activitycore.testing.Servers;
import io.temporal.api.schedule.v1.ScheduleInfo;
import io.temporal.api.workflowservice.v1.DeleteScheduleRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Temporal is there, but for a time it starts nothing: the schedules are paused, disabled by their
 * definitions, or somebody has deleted them. Afterwards it is as after an outage.
 */
class ScheduleAbsenceIT {

  private static final int PERIOD = Integer.getInteger("activity-core.tick-seconds", 4);
  private static final int ABSENCE = Integer.getInteger("activity-core.outage-seconds", 10);
  private static final Duration SHORT = Duration.ofSeconds(10);
  private static final Duration LONG = Duration.ofHours(1);
  private static final Map<String, ScheduleTrigger> ALL = new LinkedHashMap<>();

  static {
    ALL.put("skip", every(Misfire.SKIP, LONG));
    ALL.put("catchup", every(Misfire.CATCHUP, LONG));
    ALL.put("compress", every(Misfire.COMPRESS, LONG));
    ALL.put("late-catchup", every(Misfire.CATCHUP, SHORT));
  }

  private static ScheduleTrigger every(Misfire misfire, Duration window) {
    return Clockwork.schedule("@every " + PERIOD + "s", misfire, window);
  }

  private static ActivityDefinition[] definitions(Clockwork clockwork, boolean on, String... ids) {
    return Stream.of(ids)
        .map(id -> clockwork.definition(id, Trigger.schedule(trigger(id)), on))
        .toArray(ActivityDefinition[]::new);
  }

  private static ScheduleTrigger trigger(String id) {
    return Objects.requireNonNull(ALL.get(id));
  }

  @Test
  void a_schedule_that_was_paused_disabled_or_deleted_is_as_after_an_outage() {
    try (Clockwork paused = new Clockwork(Servers.temporal());
        Clockwork disabled = new Clockwork(Servers.temporal());
        Clockwork deleted = new Clockwork(Servers.temporal())) {
      paused.have(definitions(paused, true, "skip", "catchup", "late-catchup", "compress"));
      disabled.have(definitions(disabled, true, "skip", "compress"));
      deleted.have(definitions(deleted, true, "skip", "late-catchup", "compress"));
      List<Clockwork> hosts = List.of(paused, disabled, deleted);
      hosts.forEach(Clockwork::work);
      hosts.forEach(host -> host.ids().forEach(id -> host.awaitSeen(id, 2)));

      Moments.awaitIdle(PERIOD, hosts);
      paused.ids().forEach(id -> paused.manager.pause(id, "lunch"));
      disabled.have(definitions(disabled, false, "skip", "compress"));
      Moments.awaitIdle(PERIOD, List.of(deleted));
      Instant gone = Instant.now();
      deleted.ids().forEach(id -> delete(deleted, id));
      Map<String, Instant> left = left(paused, disabled);

      Moments.awaitTime(Instant.now().plusSeconds(ABSENCE));
      Moments.awaitAfterTick(PERIOD);
      paused.ids().forEach(id -> paused.manager.resume(id));
      Moments.awaitAfterTick(PERIOD);
      disabled.have(definitions(disabled, true, "skip", "compress"));
      Moments.awaitAfterTick(PERIOD);
      deleted.manager.sync(false);

      for (Clockwork host : hosts) {
        host.ids().forEach(id -> foretold(host, id, left.getOrDefault(host.scheduleId(id), gone)));
      }
    }
  }

  /** Since when the schedules start nothing, by the server's clock. */
  private static Map<String, Instant> left(Clockwork... hosts) {
    Map<String, Instant> left = new HashMap<>();
    for (Clockwork host : hosts) {
      host.ids().forEach(id -> left.put(host.scheduleId(id), host.changedAt(id)));
    }
    return left;
  }

  private static void foretold(Clockwork clockwork, String id, Instant from) {
    ScheduleTrigger trigger = trigger(id);
    clockwork.settled(id);
    List<Instant> end = List.of(clockwork.changedAt(id));

    new Foretold(clockwork, id, trigger).agrees(from, end);
    ScheduledRunsIT.addsUp(clockwork, id, PERIOD);
    if (trigger.misfire() == Misfire.COMPRESS) {
      ScheduledRunsIT.chained(clockwork, id);
    }
  }

  /**
   * An absence in which more ticks came than are made up for: the rest is not asked for, and said
   * to be dropped. With the profile {@code soak} the others are waited for.
   */
  @Test
  void of_a_long_absence_a_thousand_ticks_are_asked_for_and_the_rest_is_dropped() {
    try (Clockwork clockwork = new Clockwork(Servers.temporal())) {
      Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
      Instant since = now.minusSeconds(1_500);
      clockwork.store.ticks().open(clockwork.tenant, "a", since);

      clockwork.have(
          clockwork.definition(
              "a",
              Clockwork.schedule("@every 1s", Misfire.CATCHUP, LONG)
                  .between(null, now.plusSeconds(10))));

      Moments.awaitTime(now.plusSeconds(11));
      ScheduleInfo info = clockwork.described("a").getInfo();
      assertThat(info.getBufferSize()).isBetween(10L, (long) Misfires.BUFFER);
      assertThat(info.getBufferDropped()).as("it takes them as it has room").isZero();
      Account account = clockwork.store.ticks().find(clockwork.tenant, "a").orElseThrow();
      Lapse dropped = account.lapses().get(account.lapses().size() - 1);
      assertThat(dropped.kind()).isEqualTo(Kind.DROPPED);
      assertThat(dropped.after().plusNanos(1)).isEqualTo(since.plusSeconds(Misfires.BUFFER + 1));
      assertThat(dropped.reason()).contains("1000");
      if (Boolean.getBoolean("activity-core.long-faults")) {
        clockwork.work();
        // One after the other.
        await()
            .atMost(Duration.ofMinutes(15))
            .pollInterval(Duration.ofSeconds(5))
            .until(() -> clockwork.seen("a").size() >= Misfires.BUFFER);
        clockwork.settledBeyond("a", now.plusSeconds(9));
        ScheduledRunsIT.addsUp(clockwork, "a");
        assertThat(clockwork.state("a").counts()).containsOnlyKeys(Kind.RUN, Kind.DROPPED);
        assertThat(clockwork.state("a").counts().get(Kind.RUN))
            .as("those asked for, and the ten seconds of its own")
            .isBetween(Misfires.BUFFER + 9L, Misfires.BUFFER + 11L);
      }
    }
  }

  private static void delete(Clockwork clockwork, String id) {
    clockwork
        .stubs
        .blockingStub()
        .deleteSchedule(
            DeleteScheduleRequest.newBuilder()
                .setNamespace("default")
                .setScheduleId(clockwork.scheduleId(id))
                .build());
  }
}
