package io.activitycore.samples.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.definition.ScheduleTrigger.Misfire;
import io.activitycore.engine.internal.schedule.ScheduleState;
import io.activitycore.handler.TaskFailedException;
import io.activitycore.run.Decision;
import io.activitycore.run.RunKey;
import io.activitycore.run.RunOutcome;
import io.activitycore.samples.history.Histories;
import io.activitycore.spi.RunStore.RunRecord;
import io.activitycore.spi.TickStore.Account;
import io.activitycore.spi.TickStore.Kind;
import io.activitycore.testing.Servers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Ticks become runs, each once, and every tick that was due has its fate. */
class ScheduledRunsIT {

  static void addsUp(Clockwork clockwork, String id) {
    addsUp(clockwork, id, 1);
  }

  /** Every tick has one fate, and none was worked on twice. */
  static void addsUp(Clockwork clockwork, String id, int period) {
    Account account = clockwork.store.ticks().find(clockwork.tenant, id).orElseThrow();
    long due =
        account.settledTo().getEpochSecond() / period
            - account.openedAfter().getEpochSecond() / period;
    assertThat(account.due())
        .as("%s: every %s s after %s to %s", id, period, account.openedAfter(), account.settledTo())
        .isEqualTo(due);
    long ranges =
        clockwork.store.ticks().ranges(clockwork.tenant, id, Instant.EPOCH, Instant.MAX).stream()
            .mapToLong(range -> range.count())
            .sum();
    assertThat(ranges).isEqualTo(account.due());
    assertThat(clockwork.ticks(id).values()).as("%s: no tick twice", id).allMatch(n -> n == 1);
  }

  @Test
  void each_tick_runs_once_in_the_current_version_and_the_account_adds_up() {
    try (Clockwork clockwork = new Clockwork(Servers.temporal())) {
      clockwork.have(clockwork.every("a", "1s", Misfire.CATCHUP));
      clockwork.work();
      clockwork.awaitSeen("a", 4);

      ScheduleState state = clockwork.settled("a");

      assertThat(state.counts()).containsOnlyKeys(Kind.RUN);
      assertThat(state.due()).isEqualTo(state.counts().get(Kind.RUN) + state.waiting());
      addsUp(clockwork, "a");
      JsonNode trigger = clockwork.seen("a").get(0);
      assertThat(trigger.path("kind").asText()).isEqualTo("schedule");
      RunRecord run =
          clockwork
              .store
              .runs()
              .find(new RunKey(clockwork.tenant, "a", trigger.path("scheduled_for").asText()))
              .orElseThrow();
      assertThat(run.plan().path("version").asInt()).isEqualTo(1);
      assertThat(run.workflowId())
          .isEqualTo(
              "activity-" + clockwork.tenant + "~a-" + trigger.path("scheduled_for").asText());
    }
  }

  @Test
  void a_tick_that_is_backfilled_twice_runs_once_and_forced_once_more() {
    try (Clockwork clockwork = new Clockwork(Servers.temporal())) {
      clockwork.have(clockwork.every("a", "1h", Misfire.SKIP));
      clockwork.work();
      Instant tick = Instant.now().truncatedTo(java.time.temporal.ChronoUnit.HOURS);

      assertThat(clockwork.manager.ticks("a", tick.minusSeconds(7200), tick)).hasSize(3);
      assertThat(clockwork.manager.backfill("a", tick, tick)).isEqualTo(1);
      clockwork.awaitSeen("a", 1);
      assertThat(clockwork.manager.backfill("a", tick, tick)).isEqualTo(1);
      await()
          .atMost(Clockwork.LONGEST)
          .until(
              () ->
                  clockwork.store.decisions().find(clockwork.tenant, tick.toString()).stream()
                      .anyMatch(decision -> decision.kind() == Decision.Kind.DUPLICATE));
      assertThat(clockwork.seen("a")).hasSize(1);

      assertThat(clockwork.manager.force("a", tick, tick, "again")).isEqualTo(1);
      clockwork.awaitSeen("a", 2);
      assertThat(clockwork.manager.force("a", tick, tick, "again")).isZero();
      assertThat(clockwork.seen("a").get(1).path("scheduled_for").asText())
          .isEqualTo(tick.toString());

      assertThat(clockwork.manager.trigger("a", "by-me", clockwork.json())).isTrue();
      clockwork.awaitSeen("a", 3);
      assertThat(clockwork.manager.trigger("a", "by-me", clockwork.json())).isFalse();
    }
  }

  @Test
  void a_window_whose_run_fails_is_not_lost() {
    AtomicBoolean failing = new AtomicBoolean(true);
    try (Clockwork clockwork =
        new Clockwork(
            Servers.temporal(),
            Clock.systemUTC(),
            (input, context) -> {
              if (failing.get()) {
                throw new TaskFailedException("broken", "on purpose");
              }
              return input;
            })) {
      clockwork.have(clockwork.every("a", "1s", Misfire.COMPRESS));
      clockwork.work();
      clockwork.awaitSeen("a", 3);
      failing.set(false);
      int before = clockwork.seen("a").size();
      clockwork.awaitSeen("a", before + 3);
      clockwork.settled("a");

      addsUp(clockwork, "a");
      chained(clockwork, "a");
    }
  }

  private static void record(Clockwork clockwork, String name, String id) {
    String tick = clockwork.seen(id).get(1).path("scheduled_for").asText();
    Histories.record(
        clockwork.client, name, "activity-" + clockwork.tenant + '~' + id + '-' + tick);
  }

  /** The windows of completed runs touch one another, from the first tick of the account on. */
  static void chained(Clockwork clockwork, String id) {
    List<JsonNode> completed = new ArrayList<>();
    for (JsonNode trigger : clockwork.seen(id)) {
      RunKey key = new RunKey(clockwork.tenant, id, trigger.path("scheduled_for").asText());
      if (clockwork.store.runs().find(key).orElseThrow().outcome() == RunOutcome.COMPLETED) {
        completed.add(trigger.path("window"));
      }
    }
    assertThat(completed).isNotEmpty();
    for (int i = 1; i < completed.size(); i++) {
      assertThat(completed.get(i).path("from").asText())
          .as("windows of %s: %s", id, completed)
          .isEqualTo(completed.get(i - 1).path("to").asText());
    }
    Instant first = Instant.parse(completed.get(0).path("from").asText());
    assertThat(first)
        .isEqualTo(clockwork.store.ticks().find(clockwork.tenant, id).orElseThrow().openedAfter());
  }

  @Test
  void no_worker_for_a_while_and_a_worker_whose_clock_is_ten_minutes_ahead() {
    Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10));
    try (Clockwork clockwork =
        new Clockwork(Servers.temporal(), ahead, (input, context) -> input)) {
      clockwork.have(
          clockwork.every("skip", "1s", Misfire.SKIP),
          clockwork.every("catchup", "1s", Misfire.CATCHUP),
          clockwork.every("compress", "1s", Misfire.COMPRESS));
      Instant start = Instant.now();
      await().atMost(Clockwork.LONGEST).until(() -> Instant.now().isAfter(start.plusSeconds(6)));
      assertThat(clockwork.state("catchup").waiting()).isGreaterThanOrEqualTo(4);
      assertThat(clockwork.state("catchup").lateSince()).isNotNull();
      clockwork.work();
      List<String> all = List.of("skip", "catchup", "compress");
      all.forEach(id -> clockwork.awaitSeen(id, 2));

      all.forEach(clockwork::settled);

      all.forEach(id -> addsUp(clockwork, id));
      assertThat(clockwork.state("skip").counts().get(Kind.SKIPPED)).isGreaterThanOrEqualTo(3);
      assertThat(clockwork.state("catchup").counts()).containsOnlyKeys(Kind.RUN);
      chained(clockwork, "compress");
      Account account = clockwork.store.ticks().find(clockwork.tenant, "compress").orElseThrow();
      assertThat(account.coveredTo()).as("by the server's clock").isBefore(Instant.now());
      record(clockwork, "schedule", "catchup");
      record(clockwork, "compress", "compress");
    }
  }

  /** The server starts each tick up to the jitter later; its id stays the nominal one. */
  @Test
  void jitter_delays_the_runs_of_ticks_and_the_account_knows_them_by_their_own_time() {
    int period = 4;
    Duration jitter = Duration.ofSeconds(3);
    try (Clockwork clockwork = new Clockwork(Servers.temporal())) {
      clockwork.have(
          clockwork.definition(
              "a",
              Clockwork.schedule("@every " + period + "s", Misfire.CATCHUP, Duration.ofMinutes(10))
                  .withJitter(jitter)));
      clockwork.work();
      clockwork.awaitSeen("a", 4);

      ScheduleState state = clockwork.settled("a");

      assertThat(state.counts()).containsOnlyKeys(Kind.RUN);
      addsUp(clockwork, "a", period);
      List<Duration> delays =
          clockwork.ticks("a").keySet().stream()
              .map(Instant::parse)
              .map(tick -> Duration.between(tick, clockwork.startOf("a", tick)))
              .toList();
      assertThat(clockwork.ticks("a").keySet())
          .allMatch(tick -> Instant.parse(tick).getEpochSecond() % period == 0);
      assertThat(delays)
          .allMatch(delay -> !delay.isNegative())
          .anyMatch(delay -> delay.toMillis() > 300);
    }
  }
}
