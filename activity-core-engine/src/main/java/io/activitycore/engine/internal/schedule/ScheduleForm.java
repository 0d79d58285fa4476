package io.activitycore.engine.internal.schedule;

import com.google.protobuf.ByteString;
import io.activitycore.engine.internal.run.RunActivity;
import io.activitycore.engine.internal.run.RunAttributes;
import io.activitycore.engine.internal.run.RunTrigger;
import io.activitycore.engine.internal.run.WorkflowIds;
import io.temporal.api.common.v1.Memo;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.SearchAttributes;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.schedule.v1.ScheduleAction;
import io.temporal.api.schedule.v1.ScheduleState;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflow.v1.NewWorkflowExecutionInfo;
import io.temporal.common.converter.DataConverter;

/** Schedules as Temporal takes them, in the host's data conversion. */
final class ScheduleForm {

  /** The memo of each run: what its schedule was made of. Of the schedule: whose it is. */
  private static final String FINGERPRINT = "activity_schedule";

  private final String tenant;
  private final DataConverter converter;

  ScheduleForm(String tenant, DataConverter converter) {
    this.tenant = tenant;
    this.converter = converter;
  }

  /** The whole of it; it says nothing of a version, so that each run takes the current one. */
  Schedule schedule(WantedSchedule wanted, boolean paused, String text) {
    return Schedule.newBuilder()
        .setSpec(ScheduleSpecs.spec(wanted.schedule()))
        .setPolicies(ScheduleSpecs.policies(wanted.schedule()))
        .setAction(ScheduleAction.newBuilder().setStartWorkflow(action(wanted)))
        .setState(
            ScheduleState.newBuilder()
                .setPaused(paused)
                .setNotes(new ScheduleNote(text, wanted.fingerprint()).toString()))
        .build();
  }

  private NewWorkflowExecutionInfo action(WantedSchedule wanted) {
    String id = wanted.definition().id();
    return NewWorkflowExecutionInfo.newBuilder()
        .setWorkflowId(WorkflowIds.beforeTick(tenant, id))
        .setWorkflowType(WorkflowType.newBuilder().setName(RunActivity.TYPE))
        .setTaskQueue(TaskQueue.newBuilder().setName(wanted.definition().taskQueue()))
        .setInput(
            converter
                .toPayloads(id, RunTrigger.scheduled(tenant, id).toJson())
                .orElseThrow(() -> new IllegalStateException("two arguments are never nothing")))
        .setMemo(Memo.newBuilder().putFields(FINGERPRINT, payload(wanted.fingerprint())))
        .setSearchAttributes(attributes(id))
        .build();
  }

  /** Whose schedule it is. */
  Memo memo(String activityId) {
    return Memo.newBuilder().putFields("activity_id", payload(activityId)).build();
  }

  SearchAttributes attributes(String activityId) {
    return SearchAttributes.newBuilder()
        .putIndexedFields(
            RunAttributes.ACTIVITY_ID.getName(),
            Payload.newBuilder()
                .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
                .putMetadata("type", ByteString.copyFromUtf8("Keyword"))
                .setData(ByteString.copyFromUtf8('"' + activityId + '"'))
                .build())
        .build();
  }

  /** What a schedule was made of, whatever its note says; empty when nobody of us made it. */
  String fingerprint(Schedule schedule) {
    Payload known =
        schedule.getAction().getStartWorkflow().getMemo().getFieldsMap().get(FINGERPRINT);
    return known == null ? "" : converter.fromPayload(known, String.class, String.class);
  }

  private Payload payload(String text) {
    return converter
        .toPayload(text)
        .orElseThrow(() -> new IllegalStateException("text is never nothing"));
  }
}
