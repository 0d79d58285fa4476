package io.activitycore.engine.internal.tick;

import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.definition.ScheduleCalendar;
import io.activitycore.definition.ScheduleTrigger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TicksTest {

  private static List<String> next(ScheduleTrigger trigger, String after, int count) {
    return Ticks.of(trigger)
        .after(Instant.parse(after))
        .limit(count)
        .map(Instant::toString)
        .toList();
  }

  private static List<String> cron(String cron, String zone, String after, int count) {
    return next(ScheduleTrigger.cron(cron).withTimezone(zone), after, count);
  }

  @Test
  void a_tick_is_after_the_instant_and_never_at_it() {
    assertThat(cron("0 9 * * *", "UTC", "2026-01-01T09:00:00Z", 1))
        .containsExactly("2026-01-02T09:00:00Z");
    assertThat(cron("0 9 * * *", "UTC", "2026-01-01T08:59:59.999Z", 1))
        .containsExactly("2026-01-01T09:00:00Z");
    assertThat(
            Ticks.of(ScheduleTrigger.cron("0 9 * * *"))
                .nextFrom(Instant.parse("2026-01-01T09:00:00Z")))
        .isEqualTo("2026-01-01T09:00:00Z");
  }

  @Test
  void weekdays_are_those_of_the_zone() {
    assertThat(cron("0 9 * * MON-FRI", "Europe/Berlin", "2026-03-27T00:00:00Z", 3))
        .containsExactly("2026-03-27T08:00:00Z", "2026-03-30T07:00:00Z", "2026-03-31T07:00:00Z");
    assertThat(cron("0 9 * * sund,6-7/1", "Pacific/Auckland", "2026-01-01T00:00:00Z", 2))
        .containsExactly("2026-01-02T20:00:00Z", "2026-01-03T20:00:00Z");
  }

  @Test
  void the_29th_of_february_is_in_leap_years_only() {
    assertThat(cron("0 0 29 2 *", "UTC", "2024-03-01T00:00:00Z", 2))
        .containsExactly("2028-02-29T00:00:00Z", "2032-02-29T00:00:00Z");
    assertThat(cron("0 0 29 2 *", "UTC", "2096-03-01T00:00:00Z", 1)).isEmpty();
  }

  @Test
  void new_york_leaves_out_an_hour_in_march_and_repeats_one_in_november() {
    assertThat(cron("30 2 * * *", "America/New_York", "2026-03-07T00:00:00Z", 3))
        .containsExactly("2026-03-07T07:30:00Z", "2026-03-09T06:30:00Z", "2026-03-10T06:30:00Z");
    assertThat(cron("30 1 * * *", "America/New_York", "2026-10-31T12:00:00Z", 3))
        .containsExactly("2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z", "2026-11-02T06:30:00Z");
  }

  @Test
  void an_interval_counts_from_1970() {
    assertThat(
            next(
                ScheduleTrigger.every(Duration.ofHours(1), Duration.ofMinutes(19)),
                "2026-01-01T00:00:00Z",
                2))
        .containsExactly("2026-01-01T00:19:00Z", "2026-01-01T01:19:00Z");
    assertThat(cron("@every 1h/19m", "UTC", "2026-01-01T00:19:00Z", 1))
        .containsExactly("2026-01-01T01:19:00Z");
  }

  @Test
  void sources_are_united_and_exclusions_left_out() {
    ScheduleTrigger trigger =
        ScheduleTrigger.cron("0 9 * * *", "0 9,17 * * *")
            .withExclude(ScheduleCalendar.allDay().withDayOfWeek("SAT,SUN"))
            .between(Instant.parse("2026-01-02T09:00:00Z"), Instant.parse("2026-01-05T09:00:00Z"));
    assertThat(next(trigger, "2020-01-01T00:00:00Z", 9))
        .containsExactly("2026-01-02T09:00:00Z", "2026-01-02T17:00:00Z", "2026-01-05T09:00:00Z");
  }

  @Test
  void the_last_tick_of_a_span_is_found_from_its_end() {
    Ticks ticks = Ticks.of(ScheduleTrigger.cron("0 9 * * MON"));
    Instant covered = Instant.parse("2020-01-01T00:00:00Z");
    assertThat(ticks.last(covered, Instant.parse("2026-01-05T09:00:00Z")))
        .isEqualTo("2026-01-05T09:00:00Z");
    assertThat(ticks.last(covered, Instant.parse("2026-01-05T08:59:59Z")))
        .isEqualTo("2025-12-29T09:00:00Z");
    assertThat(ticks.last(covered, covered)).isNull();
    assertThat(ticks.count(covered, Instant.parse("2020-02-01T00:00:00Z"))).isEqualTo(4);
  }

  /** As the server of 1.29.1 gives them: asked through its matching times. */
  @Test
  void berlin_repeats_the_hour_before_the_one_that_comes_twice() {
    assertThat(cron("30 2 * * *", "Europe/Berlin", "2026-03-28T00:00:00Z", 2))
        .containsExactly("2026-03-28T01:30:00Z", "2026-03-30T00:30:00Z");
    assertThat(cron("30 1 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 3))
        .containsExactly("2026-10-24T23:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T00:30:00Z");
    assertThat(cron("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2))
        .containsExactly("2026-10-25T01:30:00Z", "2026-10-26T01:30:00Z");
    assertThat(cron("*/20 * * * *", "Europe/Berlin", "2026-10-24T23:00:00Z", 6))
        .containsExactly(
            "2026-10-24T23:20:00Z",
            "2026-10-24T23:40:00Z",
            "2026-10-25T00:00:00Z",
            "2026-10-25T01:20:00Z",
            "2026-10-25T02:40:00Z",
            "2026-10-25T03:00:00Z");
  }

  @Test
  void lord_howe_changes_its_clock_by_half_an_hour() {
    assertThat(cron("*/15 1 * * *", "Australia/Lord_Howe", "2026-04-04T00:00:00Z", 5))
        .containsExactly(
            "2026-04-04T14:00:00Z",
            "2026-04-04T14:15:00Z",
            "2026-04-04T15:00:00Z",
            "2026-04-04T16:15:00Z",
            "2026-04-05T14:30:00Z");
    assertThat(cron("*/15 2 * * *", "Australia/Lord_Howe", "2026-10-03T00:00:00Z", 3))
        .containsExactly("2026-10-03T15:30:00Z", "2026-10-03T15:45:00Z", "2026-10-04T15:00:00Z");
  }

  /** There the server gives the tick of the 29th for ever; we go on. */
  @Test
  void apia_has_no_30th_of_december_2011() {
    assertThat(cron("0 9 * * *", "Pacific/Apia", "2011-12-28T00:00:00Z", 3))
        .containsExactly("2011-12-28T19:00:00Z", "2011-12-29T19:00:00Z", "2011-12-30T19:00:00Z");
  }

  @Test
  void a_schedule_without_end_ends_with_the_year_2100() {
    assertThat(cron("0 0 1 1 *", "UTC", "2099-12-31T00:00:00Z", 9))
        .containsExactly("2100-01-01T00:00:00Z");
    assertThat(
            Ticks.of(ScheduleTrigger.every(Duration.ofDays(1)))
                .next(Instant.parse("2100-12-31T00:00:00Z")))
        .isNull();
  }

  @Test
  void a_prefix_says_the_zone() {
    ScheduleTrigger trigger = ScheduleTrigger.cron("CRON_TZ=Asia/Tokyo 0 9 * * *");
    Ticks ticks = Ticks.of(trigger);
    assertThat(ticks.zone().getId()).isEqualTo("Asia/Tokyo");
    assertThat(ticks.next(Instant.parse("2026-01-01T00:00:00Z"))).isEqualTo("2026-01-02T00:00:00Z");
    assertThat(Crons.of(trigger)).isEqualTo(new Crons("Asia/Tokyo", List.of("0 9 * * *")));
  }
}
