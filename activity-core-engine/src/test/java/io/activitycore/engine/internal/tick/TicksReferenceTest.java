package io.activitycore.engine.internal.tick;

import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.definition.ScheduleCalendar;
import io.activitycore.definition.ScheduleTrigger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Beside a slow reference that looks at every minute, in weeks in which no clock changes. */
final class TicksReferenceTest {

  private static final int DAYS = 40;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void seeded_calendars_tick_at_the_minutes_that_match(long seed) {
    Random random = new Random(seed);
    ZoneId zone =
        ZoneId.of(
            List.of("UTC", "Europe/Berlin", "Asia/Kathmandu", "America/St_Johns")
                .get(random.nextInt(4)));
    Instant from =
        ZonedDateTime.of(2000 + random.nextInt(100), 5 + random.nextInt(3), 1, 0, 0, 0, 0, zone)
            .toInstant();
    int[] minutes = random.ints(3, 0, 60).toArray();
    int[] hours = random.ints(5, 0, 24).toArray();
    int[] days = random.ints(9, 1, 32).toArray();
    int[] weekdays = random.ints(3, 0, 7).toArray();
    boolean excludes = random.nextBoolean();
    ScheduleTrigger trigger =
        ScheduleTrigger.calendars(
                ScheduleCalendar.at(text(hours), text(minutes), "0").withDayOfMonth(text(days)),
                ScheduleCalendar.at(text(hours), "*/30", "0").withDayOfWeek(text(weekdays)))
            .withTimezone(zone.getId());
    if (excludes) {
      trigger = trigger.withExclude(ScheduleCalendar.at("*", text(minutes), "0"));
    }
    List<Instant> expected = new ArrayList<>();
    for (int i = 1; i <= DAYS * 24 * 60; i++) {
      Instant instant = from.plus(Duration.ofMinutes(i));
      ZonedDateTime local = instant.atZone(zone);
      boolean timely = has(hours, local.getHour());
      boolean first = has(minutes, local.getMinute()) && has(days, local.getDayOfMonth());
      boolean second =
          local.getMinute() % 30 == 0 && has(weekdays, local.getDayOfWeek().getValue() % 7);
      if (timely && (first || second) && !(excludes && has(minutes, local.getMinute()))) {
        expected.add(instant);
      }
    }
    Ticks ticks = Ticks.of(trigger);
    Instant end = from.plus(Duration.ofDays(DAYS));
    assertThat(ticks.between(from, end).toList()).as("seed %s", seed).isEqualTo(expected);
    assertThat(ticks.count(from, end)).isEqualTo(expected.size());
    assertThat(ticks.last(from, end))
        .isEqualTo(expected.isEmpty() ? null : expected.get(expected.size() - 1));
  }

  private static String text(int[] values) {
    List<String> texts = new ArrayList<>();
    for (int value : values) {
      texts.add("" + value);
    }
    return String.join(",", texts);
  }

  private static boolean has(int[] values, int value) {
    for (int each : values) {
      if (each == value) {
        return true;
      }
    }
    return false;
  }
}
