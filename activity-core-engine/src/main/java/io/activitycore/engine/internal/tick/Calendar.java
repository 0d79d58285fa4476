package io.activitycore.engine.internal.tick;

import java.time.LocalDate;
import java.util.BitSet;

/**
 * The local seconds at which every field matches. A local second is what {@code
 * LocalDateTime.toEpochSecond(UTC)} gives: the wall clock's reading, counted as if it were UTC.
 */
final class Calendar {

  /** No match up to the last year that the server knows. */
  static final long NONE = Long.MAX_VALUE;

  static final int DAY = 86_400;
  static final int HOUR = 3_600;
  static final int MINUTE = 60;

  private final long seconds;
  private final long minutes;
  private final long hours;
  private final long days;
  private final long months;
  private final long weekdays;
  private final BitSet years;
  private final boolean everyYear;

  /** By the weekday of a month's first day: the days of the month that have a matching weekday. */
  private final long[] daysByFirstWeekday = new long[7];

  private final int firstSecondOfDay;

  Calendar(
      Values second,
      Values minute,
      Values hour,
      Values day,
      Values month,
      Values weekday,
      Values year) {
    seconds = second.mask();
    minutes = minute.mask();
    hours = hour.mask();
    days = day.mask();
    months = month.mask();
    weekdays = weekday.mask();
    years = year.bits();
    everyYear = year.all();
    for (int first = 0; first < 7; first++) {
      for (int each = 1; each <= 31; each++) {
        if (has(weekdays, (first + each - 1) % 7)) {
          daysByFirstWeekday[first] |= days & (1L << each);
        }
      }
    }
    firstSecondOfDay =
        Long.numberOfTrailingZeros(hours) * HOUR
            + Long.numberOfTrailingZeros(minutes) * MINUTE
            + Long.numberOfTrailingZeros(seconds);
  }

  private static boolean has(long mask, int value) {
    return (mask >>> value & 1) != 0;
  }

  boolean hasSecond(int second) {
    return has(seconds, second);
  }

  boolean hasMinute(int minute) {
    return has(minutes, minute);
  }

  boolean hasHour(int hour) {
    return has(hours, hour);
  }

  boolean hasDay(int dayOfMonth, int weekday) {
    return has(days, dayOfMonth) && has(weekdays, weekday);
  }

  boolean hasEveryWeekday() {
    return Long.bitCount(weekdays) == 7;
  }

  boolean hasMonth(int month) {
    return has(months, month);
  }

  boolean hasYear(int year) {
    return everyYear || years.get(year);
  }

  /** The shortest distance of two ticks within a minute, or 60 with one tick a minute or less. */
  int closest() {
    int closest = MINUTE;
    int previous = 63 - Long.numberOfLeadingZeros(seconds) - MINUTE;
    boolean nextMinute = minutes != (minutes & -minutes) || hours != (hours & -hours);
    for (int second = 0; second < MINUTE; second++) {
      if (has(seconds, second)) {
        if (previous >= 0 || nextMinute) {
          closest = Math.min(closest, second - previous);
        }
        previous = second;
      }
    }
    return closest;
  }

  /** Whether all fields match. */
  boolean matches(long local) {
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(local, (long) DAY));
    int second = (int) Math.floorMod(local, (long) DAY);
    return hasYear(date.getYear())
        && hasMonth(date.getMonthValue())
        && hasDay(date.getDayOfMonth(), date.getDayOfWeek().getValue() % 7)
        && hasHour(second / HOUR)
        && hasMinute(second / MINUTE % 60)
        && hasSecond(second % MINUTE);
  }

  /** The first local second after {@code local}, up to the next that may not match. */
  long lastOfMatch(long local) {
    boolean everySecond = Long.bitCount(seconds) == 60;
    boolean everyMinute = everySecond && Long.bitCount(minutes) == 60;
    boolean everyHour = everyMinute && Long.bitCount(hours) == 24;
    int unit = everyHour ? DAY : everyMinute ? HOUR : everySecond ? MINUTE : 1;
    return local - Math.floorMod(local, (long) unit) + unit - 1;
  }

  /** The first match at or after a local second, or {@link #NONE}. */
  long next(long from) {
    return next(from, NONE);
  }

  /** The same, where nobody asks beyond another local second. */
  long next(long from, long until) {
    long day = Math.floorDiv(from, (long) DAY);
    LocalDate date = LocalDate.ofEpochDay(day);
    boolean today =
        hasYear(date.getYear())
            && hasMonth(date.getMonthValue())
            && hasDay(date.getDayOfMonth(), date.getDayOfWeek().getValue() % 7);
    if (today && date.getYear() <= Field.YEAR.most()) {
      int second = nextSecondOfDay((int) (from - day * DAY));
      if (second < DAY) {
        return day * DAY + second;
      }
    }
    if (until <= (day + 1) * DAY) {
      return NONE;
    }
    long next = nextDay(date.plusDays(1));
    return next == NONE ? NONE : next * DAY + firstSecondOfDay;
  }

  /** {@link #DAY} or more where there is none. */
  private int nextSecondOfDay(int from) {
    int hour = from / HOUR;
    if (has(hours, hour)) {
      int minute = from / MINUTE % 60;
      if (has(minutes, minute)) {
        int second = nextBit(seconds, from % MINUTE);
        if (second < 64) {
          return hour * HOUR + minute * MINUTE + second;
        }
      }
      int later = nextBit(minutes, minute + 1);
      if (later < 64) {
        return hour * HOUR + later * MINUTE + Long.numberOfTrailingZeros(seconds);
      }
    }
    int later = nextBit(hours, hour + 1);
    return later < 64 ? later * HOUR + firstSecondOfDay % HOUR : DAY;
  }

  private static int nextBit(long mask, int from) {
    return Long.numberOfTrailingZeros(mask & -1L << from);
  }

  /** The first matching day at or after a date, as an epoch day. */
  private long nextDay(LocalDate from) {
    int year = from.getYear();
    int month = from.getMonthValue();
    int day = from.getDayOfMonth();
    while (year <= Field.YEAR.most()) {
      if (hasYear(year) && has(months, month)) {
        LocalDate first = LocalDate.of(year, month, 1);
        long matching = daysByFirstWeekday[first.getDayOfWeek().getValue() % 7];
        int found = nextBit(matching, day);
        if (found <= first.lengthOfMonth()) {
          return first.toEpochDay() + found - 1;
        }
      }
      day = 1;
      month = hasYear(year) ? nextBit(months, month + 1) : 64;
      if (month > 12) {
        year++;
        month = Long.numberOfTrailingZeros(months);
      }
    }
    return NONE;
  }
}
