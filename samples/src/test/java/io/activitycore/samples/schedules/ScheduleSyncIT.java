package io.activitycore.samples.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.ScheduleTrigger.Misfire;
import io.activitycore.definition.Trigger;
import io.activitycore.engine.internal.schedule.ScheduleChange;
import io.activitycore.engine.internal.schedule.ScheduleManager;
import io.activitycore.engine.internal.schedule.ScheduleState;
import io.activitycore.testing.Servers;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.workflowservice.v1.DescribeScheduleRequest;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Schedules become what the definitions want. */
class ScheduleSyncIT {

  private static final Duration WINDOW = Duration.ofMinutes(7);

  private static ActivityDefinition hourly(
      Clockwork clockwork, String id, Misfire misfire, boolean enabled) {
    return clockwork.definition(
        id, Trigger.schedule(Clockwork.schedule("@every 1h", misfire, WINDOW)), enabled);
  }

  private static Schedule schedule(Clockwork clockwork, String id) {
    return described(clockwork, id).getSchedule();
  }

  private static DescribeScheduleResponse described(Clockwork clockwork, String id) {
    return clockwork
        .stubs
        .blockingStub()
        .describeSchedule(
            DescribeScheduleRequest.newBuilder()
                .setNamespace("default")
                .setScheduleId(clockwork.scheduleId(id))
                .build());
  }

  private static void awaitListed(Clockwork clockwork, int count) {
    await().atMost(Clockwork.LONGEST).until(() -> clockwork.manager.list().size() == count);
  }

  @Test
  void a_definition_is_created_changed_disabled_enabled_and_deleted() {
    try (Clockwork clockwork = new Clockwork(Servers.temporal())) {
      clockwork.have(hourly(clockwork, "a", Misfire.SKIP, true));
      assertThat(schedule(clockwork, "a").getState().getPaused()).isFalse();
      assertThat(described(clockwork, "a").getSearchAttributes().getIndexedFieldsMap())
          .containsKey("activity_id");
      assertThat(described(clockwork, "a").getMemo().getFieldsMap()).containsKey("activity_id");
      awaitListed(clockwork, 1);

      assertThat(clockwork.manager.sync(false)).as("nothing differs").isEmpty();

      clockwork.have(hourly(clockwork, "a", Misfire.SKIP, false));
      assertThat(schedule(clockwork, "a").getState().getPaused()).isTrue();
      assertThat(clockwork.state("a").note()).isEqualTo("disabled by its definition");

      clockwork.have(hourly(clockwork, "a", Misfire.SKIP, true));
      assertThat(schedule(clockwork, "a").getState().getPaused()).isFalse();

      clockwork.manager.pause("a", "maintenance");
      clockwork.have(hourly(clockwork, "a", Misfire.CATCHUP, true));
      ScheduleState paused = clockwork.state("a");
      assertThat(paused.paused()).as("an operator's pause stays").isTrue();
      assertThat(paused.note()).isEqualTo("maintenance");
      clockwork.manager.resume("a");
      assertThat(schedule(clockwork, "a").getState().getPaused()).isFalse();
      await().atMost(Clockwork.LONGEST).until(() -> clockwork.manager.sync(false).isEmpty());

      clockwork.have();
      assertThat(clockwork.manager.find("a")).isEmpty();
    }
  }

  @Test
  void each_policy_makes_a_round_trip_and_the_window_is_always_set() {
    try (Clockwork clockwork = new Clockwork(Servers.temporal())) {
      clockwork.have(
          hourly(clockwork, "skip", Misfire.SKIP, true),
          hourly(clockwork, "catchup", Misfire.CATCHUP, true),
          hourly(clockwork, "compress", Misfire.COMPRESS, true));

      assertThat(overlap(clockwork, "skip"))
          .isEqualTo(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP);
      assertThat(overlap(clockwork, "catchup"))
          .isEqualTo(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_BUFFER_ALL);
      assertThat(overlap(clockwork, "compress"))
          .isEqualTo(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_BUFFER_ONE);
      for (String id : List.of("skip", "catchup", "compress")) {
        assertThat(schedule(clockwork, id).getPolicies().getCatchupWindow().getSeconds())
            .isEqualTo(WINDOW.toSeconds());
        assertThat(schedule(clockwork, id).getSpec().getTimezoneName()).isEqualTo("UTC");
      }
    }
  }

  private static ScheduleOverlapPolicy overlap(Clockwork clockwork, String id) {
    return schedule(clockwork, id).getPolicies().getOverlapPolicy();
  }

  @Test
  void a_change_and_back_again_is_seen() {
    try (Clockwork clockwork = new Clockwork(Servers.temporal())) {
      clockwork.have(hourly(clockwork, "a", Misfire.SKIP, true));
      clockwork.have(hourly(clockwork, "a", Misfire.CATCHUP, true));
      await().atMost(Clockwork.LONGEST).until(() -> clockwork.manager.sync(false).isEmpty());

      clockwork.have(hourly(clockwork, "a", Misfire.SKIP, true));

      assertThat(overlap(clockwork, "a"))
          .isEqualTo(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP);
    }
  }

  @Test
  void tombstones_of_this_tenant_go_and_others_stay_and_a_dry_run_only_says_so() {
    try (Clockwork mine = new Clockwork(Servers.temporal());
        Clockwork other = new Clockwork(Servers.temporal())) {
      mine.have(hourly(mine, "a", Misfire.SKIP, true), hourly(mine, "b", Misfire.SKIP, true));
      other.have(hourly(other, "a", Misfire.SKIP, true));
      awaitListed(mine, 2);
      awaitListed(other, 1);
      mine.definitions.remove(1);
      mine.definitions.add(hourly(mine, "c", Misfire.COMPRESS, false));

      List<ScheduleChange> dry = mine.manager.sync(true);
      assertThat(dry)
          .extracting(change -> change.what() + " " + change.activityId())
          .containsExactly("CREATE c", "DELETE b");
      assertThat(mine.manager.find("b")).isPresent();
      assertThat(mine.manager.find("c")).isEmpty();

      assertThat(mine.manager.sync(false)).isEqualTo(dry);
      assertThat(mine.manager.find("b")).isEmpty();
      assertThat(mine.manager.find("c")).isPresent();
      assertThat(other.manager.find("a")).isPresent();
    }
  }

  @Test
  void ten_workers_may_sync_at_once() throws Exception {
    try (Clockwork clockwork = new Clockwork(Servers.temporal())) {
      for (int n = 0; n < 10; n++) {
        clockwork.definitions.add(hourly(clockwork, "a" + n, Misfire.SKIP, true));
      }
      assertThat(together(clockwork)).as("created once each").isEqualTo(10);
      awaitListed(clockwork, 10);

      clockwork.definitions.replaceAll(
          known -> hourly(clockwork, known.id(), Misfire.COMPRESS, true));
      assertThat(together(clockwork)).as("changed, some by several of them").isGreaterThan(9);
      for (int n = 0; n < 10; n++) {
        assertThat(overlap(clockwork, "a" + n))
            .isEqualTo(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_BUFFER_ONE);
      }
      await().atMost(Clockwork.LONGEST).until(() -> clockwork.manager.sync(false).isEmpty());
    }
  }

  private static int together(Clockwork clockwork) throws Exception {
    ExecutorService ten = Executors.newFixedThreadPool(10);
    try {
      List<Callable<List<ScheduleChange>>> syncs = new ArrayList<>();
      for (int n = 0; n < 10; n++) {
        ScheduleManager one = clockwork.manager();
        syncs.add(() -> one.sync(false));
      }
      int changes = 0;
      for (Future<List<ScheduleChange>> done : ten.invokeAll(syncs)) {
        changes += done.get().size();
      }
      return changes;
    } finally {
      ten.shutdownNow();
    }
  }
}
