package io.activitycore.engine.internal.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.engine.internal.dispatch.RunStarter;
import io.activitycore.engine.internal.run.RunTrigger;
import io.activitycore.engine.internal.run.WorkflowIds;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What operators do to schedules. Thread-safe. */
final class Operations {

  private static final int ATTEMPTS = 20;

  private final String tenant;
  private final ScheduleCalls calls;
  private final ScheduleForm form;
  private final Backfills backfills;
  private final RunStarter starter;
  private final @Nullable SyncAccount account;
  private final Function<String, Optional<WantedSchedule>> definitions;

  /**
   * Of one tenant.
   *
   * @param account null where none is kept
   * @param definitions those that have a schedule, by activity
   */
  Operations(
      String tenant,
      ScheduleCalls calls,
      ScheduleForm form,
      Backfills backfills,
      RunStarter starter,
      @Nullable SyncAccount account,
      Function<String, Optional<WantedSchedule>> definitions) {
    this.tenant = tenant;
    this.calls = calls;
    this.form = form;
    this.backfills = backfills;
    this.starter = starter;
    this.account = account;
    this.definitions = definitions;
  }

  void pause(String activityId, String note) {
    Optional<WantedSchedule> wanted = definitions.apply(activityId);
    DescribeScheduleResponse described = described(activityId);
    if (account == null || wanted.isEmpty()) {
      change(activityId, described, true, note);
      return;
    }
    account.pausing(wanted.get());
    change(activityId, described, true, note);
    account.paused(wanted.get());
  }

  void resume(String activityId) {
    Optional<WantedSchedule> wanted = definitions.apply(activityId);
    if (wanted.isPresent() && !wanted.get().enabled()) {
      throw new IllegalStateException(
          activityId + " is disabled by its definition: enable it there");
    }
    change(activityId, described(activityId), false, "");
    if (account != null && wanted.isPresent()) {
      account.resumed(wanted.get());
    }
  }

  private void change(
      String activityId, DescribeScheduleResponse first, boolean paused, String note) {
    String id = WorkflowIds.ofSchedule(tenant, activityId);
    DescribeScheduleResponse now = first;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Schedule known = now.getSchedule();
      ScheduleNote wanted = new ScheduleNote(note, form.fingerprint(known));
      if (known.getState().getPaused() == paused
          && known.getState().getNotes().equals(wanted.toString())) {
        return;
      }
      Schedule.Builder changed = known.toBuilder();
      changed.getStateBuilder().setPaused(paused).setNotes(wanted.toString());
      calls.update(id, changed.build(), now.getConflictToken());
      now = described(activityId);
    }
    throw new IllegalStateException(id + " is being changed all the time by others");
  }

  private DescribeScheduleResponse described(String activityId) {
    return calls
        .describe(WorkflowIds.ofSchedule(tenant, activityId))
        .orElseThrow(() -> new IllegalArgumentException("no schedule of " + activityId));
  }

  boolean trigger(String activityId, String key, JsonNode payload) {
    RunTrigger trigger = RunTrigger.manual(tenant, activityId, key, payload);
    return start(trigger, taskQueue(described(activityId))) == RunStarter.Started.NEW;
  }

  private static String taskQueue(DescribeScheduleResponse described) {
    return described.getSchedule().getAction().getStartWorkflow().getTaskQueue().getName();
  }

  private RunStarter.Started start(RunTrigger trigger, String queue) {
    return starter.start(
        new RunStarter.StartRequest(
            trigger.workflowId(),
            queue,
            trigger.activityId(),
            trigger.bodyHash(),
            trigger.toJson()));
  }

  List<Instant> ticks(String activityId, Instant from, Instant to) {
    described(activityId);
    return backfills.ticks(WorkflowIds.ofSchedule(tenant, activityId), from, to);
  }

  long backfill(String activityId, Instant from, Instant to) {
    List<Instant> wanted = ticks(activityId, from, to);
    backfills.paced(WorkflowIds.ofSchedule(tenant, activityId), wanted);
    return wanted.size();
  }

  long force(String activityId, Instant from, Instant to, String key) {
    String queue = taskQueue(described(activityId));
    return ticks(activityId, from, to).stream()
        .filter(
            tick ->
                start(RunTrigger.forced(tenant, activityId, tick, key), queue)
                    == RunStarter.Started.NEW)
        .count();
  }
}
