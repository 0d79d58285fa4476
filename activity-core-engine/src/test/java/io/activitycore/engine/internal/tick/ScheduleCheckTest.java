package io.activitycore.engine.internal.tick;

import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.InvalidModelException.Violation;
import io.activitycore.definition.ScheduleCalendar;
import io.activitycore.definition.ScheduleTrigger;
import io.activitycore.definition.ScheduleTrigger.Misfire;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScheduleCheckTest {

  private static List<String> problems(ScheduleTrigger trigger) {
    return ScheduleCheck.check(trigger).stream()
        .map(problem -> problem.pointer() + " " + problem.message())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          0 0 12 * * *            | got 6: Spring and Quartz begin with seconds, the server takes the sixth for a year; likely meant: 0 12 * * *
          30 0 12 * * ? 2026      | got 7: Spring and Quartz begin with seconds, the server takes the sixth for a year; likely meant: calendars with second: "30"
          0 9 * *                 | got 4
          0 9 * * MON#1           | likely meant: calendars: {minute: "0", hour: "9", day_of_month: "1-7", day_of_week: MON}
          0 9 * * 5#5             | day_of_month: "29-31", day_of_week: 5}
          0 9 * * MON #first      | # begins a comment
          0 9 L * *               | the last day of a month (L) is not known
          0 9 * * 5L              | the last weekday of a month (L) is not known
          0 9 15W * *             | the nearest weekday (W) is not known
          0 9 ? * MON             | ? is Quartz's, likely meant: *
          H 9 * * *               | H is Jenkins's
          H/15 9 * * *            | H is Jenkins's
          0 22-2 * * *            | hour 22-2: ends before it begins, likely meant: 22-23,0-2
          0 9 * * FRI-MON         | likely meant: FRI-SAT,SUN-MON
          0 9 * * FRI-SUN         | likely meant: 5-7
          0 0 1 NOV-FEB *         | likely meant: NOV-12,1-FEB
          60 * * * *              | minute must be 0 to 59, got 60
          0 24 * * *              | hour must be 0 to 23, got 24
          0 0 0 * *               | day of month must be 1 to 31, got 0
          0 0 * * 8               | day of week must be 0 to 7, got 8
          0 0 * foo *             | month foo: expected *, a value, a name such as MAR
          */0 * * * *             | expected a step of 1 or more
          1/2/3 * * * *           | minute 1/2/3: expected *
          1,,2 * * * *            | has nothing between its commas
          @reboot                 | @reboot is no time
          @fortnightly            | expected @yearly, @monthly, @weekly, @daily, @hourly or @every
          @every                  | expected a duration after @every
          @every 1s               | ticks every 1s, the least is 10s
          @every 0.5h/40m         | the offset after the slash must be shorter than @every
          @every 1500ms           | expected a duration such as 90s
          @every 10.5s            | must be whole seconds
          CRON_TZ=Mars/Phobos 0 9 * * * | time zone must be an IANA name such as Europe/Berlin, got Mars/Phobos
          CRON_TZ=Europe/Berlin   | has a time zone but no fields
          CRON_TZ=UTC @every 1h   | @every knows no time zone
          0 0 31 2 *              | never fires: no such day exists
          0 0 30 feb *            | never fires: no such day exists
          0 0 31 4,6,9,11 *       | never fires: no such day exists
          0 9 13 * FRI            | either of two expressions, "0 9 13 * *" and "0 9 * * FRI"; or both, in calendars: {minute: "0", hour: "9", day_of_month: "13", month: "*", day_of_week: "FRI"}
          """)
  void a_cron_that_is_not_what_it_seems_is_refused_with_what_was_likely_meant(
      String cron, String reason) {
    assertThat(problems(ScheduleTrigger.cron(cron)))
        .singleElement()
        .satisfies(problem -> assertThat(problem).startsWith("/cron ").contains(reason));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 9 * * *",
        "  */5  *  *  *  *  ",
        "0 0 29 2 *",
        "0 0 1-31 * MON",
        "0 0 */1 * MON-FRI",
        "5/15 1-4/2,8 1 january,dec *",
        "0 0 * * sunday-6,7",
        "@midnight",
        "@annually",
        "@every 90s",
        "@every 1h30m/5m",
        "@every 1.5d",
        "TZ=America/New_York 30 2 * * *"
      })
  void the_servers_dialect_is_accepted(String cron) {
    assertThat(problems(ScheduleTrigger.cron(cron))).isEmpty();
  }

  @Test
  void every_problem_is_found_where_it_stands() {
    ScheduleTrigger trigger =
        ScheduleTrigger.cron("0 9 * * *", "0 0 31 2 *", "x")
            .withExclude(ScheduleCalendar.at("25", "0", "0").withDayOfWeek("SAT-SUN"));
    assertThat(ScheduleCheck.check(trigger))
        .extracting(Violation::pointer)
        .containsExactly("/cron/2", "/exclude/0/hour", "/exclude/0/day_of_week", "/cron/1");
  }

  @Test
  void time_zones_must_agree() {
    assertThat(problems(ScheduleTrigger.cron("CRON_TZ=Asia/Tokyo 0 9 * * *", "0 9 * * *")))
        .singleElement()
        .asString()
        .contains("must have the same CRON_TZ or none");
    assertThat(
            problems(
                ScheduleTrigger.cron("CRON_TZ=Asia/Tokyo 0 9 * * *").withTimezone("Asia/Seoul")))
        .containsExactly("/cron CRON_TZ says Asia/Tokyo, timezone says Asia/Seoul: keep one");
  }

  @Test
  void seconds_of_a_calendar_keep_the_floor() {
    assertThat(problems(ScheduleTrigger.calendars(ScheduleCalendar.allDay())))
        .singleElement()
        .asString()
        .startsWith("/calendars/0 ticks every 1s");
    assertThat(problems(ScheduleTrigger.calendars(ScheduleCalendar.at("*", "*", "5-59/12"))))
        .isEmpty();
    assertThat(problems(ScheduleTrigger.calendars(ScheduleCalendar.at("*", "*", "1,59"))))
        .hasSize(1);
    assertThat(problems(ScheduleTrigger.every(Duration.ofSeconds(9)))).hasSize(1);
    assertThat(problems(ScheduleTrigger.every(Duration.ofMillis(10_500))))
        .containsExactly("/interval/every must be whole seconds, got PT10.5S");
  }

  @Test
  void a_window_below_the_servers_least_is_refused() {
    assertThat(
            problems(
                ScheduleTrigger.cron("@daily").withMisfire(Misfire.SKIP, Duration.ofSeconds(9))))
        .containsExactly(
            "/catchup_window must be at least 10s, the least that the server takes, got PT9S;"
                + " likely meant: 10s");
  }

  @Test
  void what_bounds_and_exclusions_leave_empty_never_fires() {
    Instant noon = Instant.parse("2026-01-01T12:00:00Z");
    ScheduleTrigger daily = ScheduleTrigger.cron("@daily");
    assertThat(problems(daily.between(noon, noon.plusSeconds(3_600))))
        .singleElement()
        .asString()
        .contains("never fires");
    assertThat(problems(daily.between(noon, noon.minusSeconds(1))))
        .first()
        .asString()
        .startsWith("/end_at is before start_at");
    assertThat(problems(daily.between(noon.plusNanos(1), null)))
        .containsExactly("/start_at must be in whole seconds, got 2026-01-01T12:00:00.000000001Z");
    assertThat(problems(daily.withExclude(ScheduleCalendar.allDay()))).hasSize(1);
    assertThat(problems(ScheduleTrigger.cron("* * * * *").withExclude(ScheduleCalendar.allDay())))
        .hasSize(1);
  }

  @Test
  void a_hundred_parts_are_enough() {
    String[] many = Collections.nCopies(101, "0 9 * * *").toArray(String[]::new);
    assertThat(problems(ScheduleTrigger.cron(many)))
        .containsExactly(" has 101 expressions and calendars, the most is 100");
  }
}
