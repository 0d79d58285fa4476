package io.activitycore.engine.internal.schedule;

import com.google.protobuf.Duration;
import io.activitycore.definition.ScheduleTrigger;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.api.schedule.v1.SchedulePolicies;
import io.temporal.api.schedule.v1.ScheduleSpec;

/** A schedule in Temporal's form. Pure. */
final class ScheduleSpecs {

  private ScheduleSpecs() {}

  /** When it is due. */
  static ScheduleSpec spec(ScheduleTrigger schedule) {
    return ScheduleSpec.newBuilder()
        .addCronString(schedule.cron())
        .setTimezoneName(schedule.timezone())
        .build();
  }

  /** What becomes of ticks that are missed. The catch-up window is never left to the server. */
  static SchedulePolicies policies(ScheduleTrigger schedule) {
    return SchedulePolicies.newBuilder()
        .setOverlapPolicy(overlap(schedule.misfire()))
        .setCatchupWindow(duration(schedule.catchupWindow()))
        .build();
  }

  private static ScheduleOverlapPolicy overlap(ScheduleTrigger.Misfire misfire) {
    return switch (misfire) {
      case SKIP -> ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP;
      case CATCHUP -> ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_BUFFER_ALL;
      case COMPRESS -> ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_BUFFER_ONE;
    };
  }

  static Duration duration(java.time.Duration duration) {
    return Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }
}
