package io.activitycore.definition;

import io.activitycore.constraint.Filled;
import io.activitycore.internal.Constraints;
import io.activitycore.internal.Default;
import io.activitycore.internal.OrInteger;
import jakarta.validation.constraints.NotNull;

/**
 * The seconds at which every field matches, in the schedule's time zone. A field is {@code *}, a
 * value, a range {@code 1-5}, either with a step {@code 0-30/10}, or several with commas. Unlike in
 * classic cron, day of month and day of week must both match.
 *
 * @param second 0-59; default 0
 * @param minute 0-59; default 0
 * @param hour 0-23; default 0
 * @param dayOfMonth 1-31; default any
 * @param month 1-12, or names such as {@code MAR}; default any
 * @param dayOfWeek 0-7, 0 and 7 being Sunday, or names such as {@code MON}; default any
 * @param year 2000-2100; default any
 */
public record ScheduleCalendar(
    @OrInteger @NotNull @Filled @Default("0") String second,
    @OrInteger @NotNull @Filled @Default("0") String minute,
    @OrInteger @NotNull @Filled @Default("0") String hour,
    @OrInteger @NotNull @Filled @Default("*") String dayOfMonth,
    @OrInteger @NotNull @Filled @Default("*") String month,
    @OrInteger @NotNull @Filled @Default("*") String dayOfWeek,
    @OrInteger @NotNull @Filled @Default("*") String year) {

  private static final ScheduleCalendar MIDNIGHT =
      new ScheduleCalendar("0", "0", "0", "*", "*", "*", "*");

  /** Checks. */
  public ScheduleCalendar {
    Constraints.check(
        ScheduleCalendar.class, second, minute, hour, dayOfMonth, month, dayOfWeek, year);
  }

  /** Every day at these hours, minutes and seconds. */
  public static ScheduleCalendar at(String hour, String minute, String second) {
    return MIDNIGHT.withTime(hour, minute, second);
  }

  /** Every second of every day: what {@link #withDayOfMonth} and the like make whole days of. */
  public static ScheduleCalendar allDay() {
    return MIDNIGHT.withTime("*", "*", "*");
  }

  private ScheduleCalendar withTime(String hours, String minutes, String seconds) {
    return new ScheduleCalendar(seconds, minutes, hours, dayOfMonth, month, dayOfWeek, year);
  }

  /** The same on these days of the month only. */
  public ScheduleCalendar withDayOfMonth(String days) {
    return new ScheduleCalendar(second, minute, hour, days, month, dayOfWeek, year);
  }

  /** The same in these months only. */
  public ScheduleCalendar withMonth(String months) {
    return new ScheduleCalendar(second, minute, hour, dayOfMonth, months, dayOfWeek, year);
  }

  /** The same on these days of the week only. */
  public ScheduleCalendar withDayOfWeek(String days) {
    return new ScheduleCalendar(second, minute, hour, dayOfMonth, month, days, year);
  }

  /** The same in these years only. */
  public ScheduleCalendar withYear(String years) {
    return new ScheduleCalendar(second, minute, hour, dayOfMonth, month, dayOfWeek, years);
  }
}
