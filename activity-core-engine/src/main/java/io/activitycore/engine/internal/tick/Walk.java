package io.activitycore.engine.internal.tick;

import java.time.LocalDate;

/**
 * The server's way through the local fields, for the days around a change of the clock, where it
 * gives other ticks than a reading of the wall clock would: a time that does not exist is left out,
 * and of an hour that comes twice the minutes are tried a second time, one real hour later, which
 * east of Greenwich is another hour than the one that comes twice. One walk is one search.
 */
final class Walk {

  private final Calendar calendar;
  private final Zone zone;
  private int year;
  private int month;
  private int day;
  private int hour;
  private int minute;
  private int second;

  /** An hour while the second copy of one is tried, else 0. */
  private int shift;

  private Walk(Calendar calendar, Zone zone, long after) {
    this.calendar = calendar;
    this.zone = zone;
    long local = zone.local(after);
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(local, (long) Calendar.DAY));
    year = date.getYear();
    month = date.getMonthValue();
    day = date.getDayOfMonth();
    hour = hourOf(local);
    minute = (int) Math.floorMod(local, (long) Calendar.HOUR) / Calendar.MINUTE;
    second = (int) Math.floorMod(local, (long) Calendar.MINUTE) + 1;
    shift = hourOf(zone.local(after - Calendar.HOUR)) == hour ? Calendar.HOUR : 0;
  }

  /**
   * The first tick after an epoch second.
   *
   * @param end an epoch second far from any change: how far to look
   * @return {@link Calendar#NONE} when there is none before {@code end}
   */
  static long next(Calendar calendar, Zone zone, long after, long end) {
    return new Walk(calendar, zone, after).next(after, zone.local(end));
  }

  private long next(long after, long localEnd) {
    carry();
    while (year <= Field.YEAR.most() && reading() < localEnd) {
      if (fits()) {
        long found = zone.second(reading());
        if (hourOf(zone.local(found)) != hour) {
          toNextHour(); // the clock went past it; the shift stays, as the server's does
        } else if (found + shift > after) {
          return found + shift;
        } else {
          toNextHour(); // of a day that does not exist, where the server would stay for ever
          shift = 0;
        }
      }
      carry();
    }
    return Calendar.NONE;
  }

  private static int hourOf(long local) {
    return (int) Math.floorMod(local, (long) Calendar.DAY) / Calendar.HOUR;
  }

  private long reading() {
    return reading(hour, minute, second);
  }

  private long reading(int hours, int minutes, int seconds) {
    return LocalDate.of(year, month, day).toEpochDay() * Calendar.DAY
        + hours * (long) Calendar.HOUR
        + minutes * (long) Calendar.MINUTE
        + seconds;
  }

  private void toNextHour() {
    hour++;
    minute = 0;
    second = 0;
  }

  /** Brings every field back into its range, from the smallest to the largest. */
  private void carry() {
    if (second >= 60) {
      minute++;
      second = 0;
    }
    if (minute >= 60) {
      nextHourOrAgain();
    }
    if (hour >= 24) {
      day++;
      hour = 0;
    }
    if (month <= 12 && day > LocalDate.of(year, month, 1).lengthOfMonth()) {
      month++;
      day = 1;
    }
    if (month > 12) {
      year++;
      month = 1;
    }
  }

  /** From one hour's start to the next in more than an hour: between them one came twice. */
  private void nextHourOrAgain() {
    long start = zone.second(reading(hour, 0, 0));
    long next = zone.second(reading(hour + 1, 0, 0));
    minute = 0;
    if (shift == 0 && next - start > Calendar.HOUR) {
      shift = Calendar.HOUR;
    } else {
      hour++;
      shift = 0;
    }
  }

  /**
   * Whether all fields match; else goes on to where the largest that does not may match. Once the
   * day is found it is not looked at again before an hour ends.
   */
  private boolean fits() {
    if (!calendar.hasYear(year)) {
      year++;
      month = 1;
      startDay(1);
      return false;
    }
    if (!calendar.hasMonth(month)) {
      month++;
      startDay(1);
      return false;
    }
    if (!calendar.hasDay(day, weekday())) {
      startDay(day + 1);
      return false;
    }
    return timeFits();
  }

  private boolean timeFits() {
    while (!calendar.hasHour(hour)) {
      toNextHour();
      shift = 0;
      if (hour >= 24) {
        return false;
      }
    }
    while (!calendar.hasMinute(minute)) {
      minute++;
      second = 0;
      if (minute >= 60) {
        return false;
      }
    }
    while (!calendar.hasSecond(second)) {
      second++;
      if (second >= 60) {
        return false;
      }
    }
    return true;
  }

  private void startDay(int next) {
    day = next;
    hour = 0;
    minute = 0;
    second = 0;
    shift = 0;
  }

  /**
   * Of the time that the reading stands for, which on a day that does not exist is another day's.
   */
  private int weekday() {
    long local = zone.local(zone.second(reading()));
    return LocalDate.ofEpochDay(Math.floorDiv(local, (long) Calendar.DAY)).getDayOfWeek().getValue()
        % 7;
  }
}
