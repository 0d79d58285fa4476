package io.activitycore.samples.schedule;

import io.activitycore.definition.ScheduleCalendar;
import io.activitycore.definition.ScheduleInterval;
import io.activitycore.definition.ScheduleTrigger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Schedules of every shape, in zones whose clock changes by an hour, by half an hour, at midnight,
 * or never; the same for the same seed. At most some ten thousand ticks in ten years.
 */
final class RandomSchedules {

  private static final List<String> ZONES =
      List.of(
          "UTC",
          "Europe/Berlin",
          "America/New_York",
          "Australia/Lord_Howe",
          "Pacific/Apia",
          "Europe/London",
          "Europe/Dublin",
          "Asia/Kolkata",
          "America/St_Johns",
          "Pacific/Chatham",
          "Asia/Kathmandu",
          "Atlantic/Azores",
          "America/Santiago",
          "America/Havana",
          "Asia/Beirut",
          "America/Sao_Paulo",
          "Antarctica/Troll",
          "Australia/Sydney");

  private final Random random;

  RandomSchedules(long seed) {
    random = new Random(seed);
  }

  ScheduleTrigger next() {
    String zone = pick(ZONES);
    ScheduleTrigger trigger =
        switch (random.nextInt(8)) {
          case 0, 1 -> ScheduleTrigger.cron(cron());
          case 2, 3 -> ScheduleTrigger.cron(aroundChanges());
          case 4 -> ScheduleTrigger.calendars(calendar());
          case 5 -> ScheduleTrigger.cron(cron(), cron()).withExclude(excluded());
          case 6 -> together();
          default -> named(zone);
        };
    return bounded(trigger.timezone().equals("UTC") ? trigger.withTimezone(zone) : trigger);
  }

  private ScheduleTrigger bounded(ScheduleTrigger trigger) {
    return random.nextInt(6) > 0
        ? trigger
        : trigger.between(
            Instant.parse("2021-03-28T00:00:00Z").plusSeconds(random.nextInt(10_000_000)),
            random.nextBoolean() ? null : Instant.parse("2027-06-05T04:03:02Z"));
  }

  private ScheduleTrigger together() {
    Duration every = Duration.ofSeconds(9_000 + random.nextInt(1_000_000));
    @Nullable Duration offset =
        random.nextBoolean() ? null : Duration.ofSeconds(1 + random.nextInt(8_000));
    if (random.nextBoolean()) {
      return ScheduleTrigger.every(every, offset);
    }
    ScheduleTrigger cron = ScheduleTrigger.cron(cron());
    return new ScheduleTrigger(
        cron.cron(),
        new ScheduleInterval(every, offset),
        List.of(calendar()),
        List.of(excluded()),
        "UTC",
        null,
        null,
        null,
        cron.misfire(),
        cron.catchupWindow());
  }

  private ScheduleTrigger named(String zone) {
    return switch (random.nextInt(3)) {
      case 0 -> ScheduleTrigger.cron(pick(List.of("@daily", "@weekly", "@monthly", "@yearly")));
      case 1 -> ScheduleTrigger.cron("@every " + (3 + random.nextInt(90)) + "h/19m");
      default -> ScheduleTrigger.cron("CRON_TZ=" + zone + " " + cron()).withTimezone(zone);
    };
  }

  private String cron() {
    String days = random.nextInt(3) == 0 ? field(1, 28, 3) : "*";
    String weekdays =
        days.equals("*")
            ? pick(List.of("*", "MON-FRI", "sun", "6-7", "1-7/3", "TUE,thurs", "0", "*/2"))
            : "*";
    String months = pick(List.of("*", "*", "*", "3,10", "mar-nov/2", "FEB", "*/5", "4-11"));
    return field(0, 59, 3) + " " + field(0, 23, 3) + " " + days + " " + months + " " + weekdays;
  }

  /** Many ticks in the hours and months in which clocks change. */
  private String aroundChanges() {
    return pick(List.of("*/15", "*/20", "7/13", "30", "0,30", "59"))
        + " "
        + pick(List.of("0-3", "*", "23,0-2", "1,2,3", "*/2"))
        + " "
        + pick(List.of("*", "1-14", "20-31"))
        + " "
        + pick(List.of("3,10", "4,9,10", "3,11", "10"))
        + " *";
  }

  private ScheduleCalendar calendar() {
    return new ScheduleCalendar(
        pick(List.of("0", "30", "0,45", "59", "10-50/20")),
        field(0, 59, 2),
        field(0, 23, 2),
        pick(List.of("*", "1-7", "25-31", "29", "*/10")),
        pick(List.of("*", "*/3", "feb", "3-10")),
        pick(List.of("*", "MON", "MON-FRI", "SAT,SUN", "3-7/2")),
        pick(List.of("*", "2024", "2022-2026", "2020-2030/3")));
  }

  private ScheduleCalendar excluded() {
    return ScheduleCalendar.allDay()
        .withDayOfWeek(pick(List.of("*", "SAT,SUN", "5")))
        .withMonth(pick(List.of("8", "12", "1-3")))
        .withDayOfMonth(pick(List.of("*", "24-26", "1")));
  }

  private String field(int least, int most, int values) {
    return IntStream.generate(() -> least + random.nextInt(most - least + 1))
        .limit(1 + random.nextInt(values))
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(","));
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
