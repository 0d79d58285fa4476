package io.activitycore.engine.internal.tick;

import io.activitycore.InvalidModelException.Violation;
import io.activitycore.definition.ScheduleCalendar;
import io.activitycore.definition.ScheduleInterval;
import io.activitycore.definition.ScheduleTrigger;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a schedule, and says of all its parts why one is refused. Pointers are the trigger's. */
final class ScheduleReader {

  /** Both kinds by the pointer of where they stand. */
  record Source<T>(String pointer, T value) {}

  private final ScheduleTrigger trigger;
  private final List<Violation> problems = new ArrayList<>();
  private final List<Source<Calendar>> calendars = new ArrayList<>();
  private final List<Source<Interval>> intervals = new ArrayList<>();
  private final List<Source<Calendar>> excluded = new ArrayList<>();
  private final List<String> crons = new ArrayList<>();
  private @Nullable String zone;

  ScheduleReader(ScheduleTrigger trigger) {
    this.trigger = trigger;
    crons();
    interval();
    calendars(trigger.calendars(), "/calendars", calendars);
    calendars(trigger.exclude(), "/exclude", excluded);
  }

  List<Violation> problems() {
    return problems;
  }

  List<Source<Calendar>> calendars() {
    return calendars;
  }

  List<Source<Interval>> intervals() {
    return intervals;
  }

  /** The ticks; null when something is refused. */
  @Nullable Ticks ticks() {
    return problems.isEmpty()
        ? new Ticks(
            ZoneId.of(timezone()),
            calendars.stream().map(Source::value).toList(),
            intervals.stream().map(Source::value).toList(),
            excluded.stream().map(Source::value).toList(),
            trigger.startAt(),
            trigger.endAt())
        : null;
  }

  Crons asCrons() {
    return new Crons(timezone(), crons);
  }

  private String timezone() {
    return zone == null ? trigger.timezone() : zone;
  }

  private void crons() {
    List<String> texts = trigger.cron();
    for (int i = 0; i < texts.size(); i++) {
      String pointer = texts.size() == 1 ? "/cron" : "/cron/" + i;
      try {
        CronExpression read = CronExpression.parse(texts.get(i));
        if (read.calendar() != null) {
          calendars.add(new Source<>(pointer, read.calendar()));
        }
        if (read.interval() != null) {
          intervals.add(new Source<>(pointer, read.interval()));
        }
        crons.add(read.plain());
        zone(read.zone(), pointer, i == 0);
      } catch (UnreadableException e) {
        problems.add(new Violation(pointer, "cron", e.problem()));
      }
    }
  }

  /** The server wants one time zone, in all expressions or in none, and here timezone agrees. */
  private void zone(@Nullable String given, String pointer, boolean isFirst) {
    if (!isFirst && !Objects.equals(given, zone)) {
      problems.add(
          new Violation(
              pointer,
              "cron",
              "all cron expressions must have the same CRON_TZ or none; likely meant: timezone"));
    } else if (given != null && !List.of("UTC", given).contains(trigger.timezone())) {
      problems.add(
          new Violation(
              pointer,
              "cron",
              "CRON_TZ says " + given + ", timezone says " + trigger.timezone() + ": keep one"));
    }
    if (isFirst) {
      zone = given;
    }
  }

  private void interval() {
    ScheduleInterval interval = trigger.interval();
    if (interval == null) {
      return;
    }
    Duration offset = interval.offset() == null ? Duration.ZERO : interval.offset();
    boolean wholeOffset = whole(offset, "/interval/offset");
    if (whole(interval.every(), "/interval/every") && wholeOffset) {
      intervals.add(new Source<>("/interval/every", Interval.of(interval.every(), offset)));
    }
  }

  private boolean whole(Duration duration, String pointer) {
    boolean whole = duration.equals(Duration.ofSeconds(duration.toSeconds()));
    if (!whole) {
      problems.add(new Violation(pointer, "schedule", "must be whole seconds, got " + duration));
    }
    return whole;
  }

  private void calendars(
      List<ScheduleCalendar> texts, String pointer, List<Source<Calendar>> target) {
    for (int i = 0; i < texts.size(); i++) {
      ScheduleCalendar text = texts.get(i);
      String at = pointer + "/" + i;
      int before = problems.size();
      Values second = values(Field.SECOND, text.second(), at);
      Values minute = values(Field.MINUTE, text.minute(), at);
      Values hour = values(Field.HOUR, text.hour(), at);
      Values day = values(Field.DAY_OF_MONTH, text.dayOfMonth(), at);
      Values month = values(Field.MONTH, text.month(), at);
      Values weekday = values(Field.DAY_OF_WEEK, text.dayOfWeek(), at);
      Values year = values(Field.YEAR, text.year(), at);
      if (problems.size() == before) {
        target.add(new Source<>(at, new Calendar(second, minute, hour, day, month, weekday, year)));
      }
    }
  }

  /** The values, or after a problem any. */
  private Values values(Field field, String text, String pointer) {
    try {
      return Values.parse(field, text);
    } catch (UnreadableException e) {
      problems.add(new Violation(pointer + "/" + field.wireName(), "calendar", e.problem()));
      return Values.NONE;
    }
  }
}
