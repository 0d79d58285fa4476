package io.activitycore.engine.internal.schedule;

import com.google.protobuf.Duration;
import io.activitycore.definition.ScheduleCalendar;
import io.activitycore.definition.ScheduleInterval;
import io.activitycore.definition.ScheduleTrigger;
import io.activitycore.engine.internal.tick.Crons;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.api.schedule.v1.CalendarSpec;
import io.temporal.api.schedule.v1.IntervalSpec;
import io.temporal.api.schedule.v1.SchedulePolicies;
import io.temporal.api.schedule.v1.ScheduleSpec;

/** A schedule in Temporal's form. Pure. */
final class ScheduleSpecs {

  private ScheduleSpecs() {}

  /** When it is due. */
  @SuppressWarnings("deprecation") // the other form of an exclusion has numbers only, no names
  static ScheduleSpec spec(ScheduleTrigger schedule) {
    Crons crons = Crons.of(schedule);
    ScheduleSpec.Builder spec = ScheduleSpec.newBuilder().setTimezoneName(crons.timezone());
    spec.addAllCronString(crons.expressions());
    schedule.calendars().forEach(calendar -> spec.addCalendar(calendar(calendar)));
    schedule.exclude().forEach(calendar -> spec.addExcludeCalendar(calendar(calendar)));
    if (schedule.interval() != null) {
      spec.addInterval(interval(schedule.interval()));
    }
    if (schedule.startAt() != null) {
      spec.setStartTime(ScheduleCalls.timestamp(schedule.startAt()));
    }
    if (schedule.endAt() != null) {
      spec.setEndTime(ScheduleCalls.timestamp(schedule.endAt()));
    }
    if (schedule.jitter() != null) {
      spec.setJitter(duration(schedule.jitter()));
    }
    return spec.build();
  }

  private static IntervalSpec interval(ScheduleInterval interval) {
    IntervalSpec.Builder spec = IntervalSpec.newBuilder().setInterval(duration(interval.every()));
    if (interval.offset() != null) {
      spec.setPhase(duration(interval.offset()));
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
