package io.activitycore.samples.schedule;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.activitycore.definition.ScheduleCalendar;
import io.activitycore.definition.ScheduleInterval;
import io.activitycore.definition.ScheduleTrigger;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.schedule.v1.CalendarSpec;
import io.temporal.api.schedule.v1.IntervalSpec;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.schedule.v1.ScheduleAction;
import io.temporal.api.schedule.v1.ScheduleSpec;
import io.temporal.api.schedule.v1.ScheduleState;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflow.v1.NewWorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.CreateScheduleRequest;
import io.temporal.api.workflowservice.v1.DeleteScheduleRequest;
import io.temporal.api.workflowservice.v1.ListScheduleMatchingTimesRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Asks a Temporal server for the ticks of a paused schedule. */
final class ServerTicks implements AutoCloseable {

  private static final String NAMESPACE = "default";

  /** What the server gives at once. */
  private static final int PAGE = 1_000;

  private final WorkflowServiceStubs service;

  ServerTicks(String target) {
    service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
  }

  /**
   * The ticks after one instant, up to another.
   *
   * @throws IllegalStateException where the server gives a tick that is not after the one before
   */
  List<Instant> ticks(ScheduleTrigger trigger, Instant after, Instant until) {
    String id = "vector-" + UUID.randomUUID();
    create(id, trigger);
    try {
      List<Instant> ticks = new ArrayList<>();
      Instant from = after;
      int page;
      do {
        page = 0;
        for (Instant tick : page(id, from, until)) {
          if (!tick.isAfter(from)) {
            throw new IllegalStateException("the server gives " + tick + " again: " + trigger);
          }
          ticks.add(tick);
          from = tick;
          page++;
        }
      } while (page == PAGE);
      return ticks;
    } finally {
      service
          .blockingStub()
          .deleteSchedule(
              DeleteScheduleRequest.newBuilder()
                  .setNamespace(NAMESPACE)
                  .setScheduleId(id)
                  .setIdentity("vectors")
                  .build());
    }
  }

  private List<Instant> page(String id, Instant after, Instant until) {
    return service
        .blockingStub()
        .listScheduleMatchingTimes(
            ListScheduleMatchingTimesRequest.newBuilder()
                .setNamespace(NAMESPACE)
                .setScheduleId(id)
                .setStartTime(timestamp(after))
                .setEndTime(timestamp(until))
                .build())
        .getStartTimeList()
        .stream()
        .map(each -> Instant.ofEpochSecond(each.getSeconds(), each.getNanos()))
        .toList();
  }

  private void create(String id, ScheduleTrigger trigger) {
    NewWorkflowExecutionInfo never =
        NewWorkflowExecutionInfo.newBuilder()
            .setWorkflowId(id)
            .setWorkflowType(WorkflowType.newBuilder().setName("never"))
            .setTaskQueue(TaskQueue.newBuilder().setName("never"))
            .build();
    service
        .blockingStub()
        .createSchedule(
            CreateScheduleRequest.newBuilder()
                .setNamespace(NAMESPACE)
                .setScheduleId(id)
                .setRequestId(id)
                .setSchedule(
                    Schedule.newBuilder()
                        .setSpec(spec(trigger))
                        .setAction(ScheduleAction.newBuilder().setStartWorkflow(never))
                        .setState(ScheduleState.newBuilder().setPaused(true)))
                .build());
  }

  @SuppressWarnings("deprecation") // exclusions as text: what is tested is how the server reads it
  private static ScheduleSpec spec(ScheduleTrigger trigger) {
    ScheduleSpec.Builder spec =
        ScheduleSpec.newBuilder()
            .addAllCronString(trigger.cron())
            .setTimezoneName(trigger.timezone());
    trigger.calendars().forEach(each -> spec.addCalendar(calendar(each)));
    trigger.exclude().forEach(each -> spec.addExcludeCalendar(calendar(each)));
    ScheduleInterval interval = trigger.interval();
    if (interval != null) {
      IntervalSpec.Builder each = spec.addIntervalBuilder();
      each.setInterval(Duration.newBuilder().setSeconds(interval.every().toSeconds()));
      java.time.Duration offset = interval.offset();
      if (offset != null) {
        each.setPhase(Duration.newBuilder().setSeconds(offset.toSeconds()));
      }
    }
    Instant start = trigger.startAt();
    if (start != null) {
      spec.setStartTime(timestamp(start));
    }
    Instant end = trigger.endAt();
    if (end != null) {
      spec.setEndTime(timestamp(end));
    }
    return spec.build();
  }

  private static CalendarSpec calendar(ScheduleCalendar calendar) {
    return CalendarSpec.newBuilder()
        .setSecond(calendar.second())
        .setMinute(calendar.minute())
        .setHour(calendar.hour())
        .setDayOfMonth(calendar.dayOfMonth())
        .setMonth(calendar.month())
        .setDayOfWeek(calendar.dayOfWeek())
        .setYear(calendar.year())
        .build();
  }

  private static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  @Override
  public void close() {
    service.shutdownNow();
  }
}
