package io.activitycore.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activitycore.InvalidModelException;
import io.activitycore.definition.ScheduleTrigger;
import io.activitycore.definition.ScheduleTrigger.Misfire;
import io.activitycore.engine.ScheduleSimulator.Outcome;
import io.activitycore.engine.ScheduleSimulator.Tick;
import io.activitycore.engine.ScheduleSimulator.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ScheduleSimulatorTest {

  private static final Instant MIDNIGHT = Instant.parse("2026-03-01T00:00:00Z");

  private static Instant at(double hour) {
    return MIDNIGHT.plusSeconds((long) (hour * 3_600));
  }

  private static ScheduleSimulator hourly(Misfire misfire, Duration window) {
    return ScheduleSimulator.of(ScheduleTrigger.cron("@hourly").withMisfire(misfire, window));
  }

  /** The first letters of the outcomes from one to a last hour. */
  private static String outcomes(ScheduleSimulator simulator, int last) {
    return simulator
        .ticks(MIDNIGHT, at(last))
        .map(tick -> tick.outcome().name().substring(0, 1))
        .collect(Collectors.joining());
  }

  @Test
  void without_an_outage_every_tick_runs() {
    assertThat(outcomes(hourly(Misfire.SKIP, Duration.ofHours(1)), 5)).isEqualTo("RRRRR");
  }

  @Test
  void after_an_outage_skip_runs_the_oldest_in_the_window() {
    ScheduleSimulator simulator =
        hourly(Misfire.SKIP, Duration.ofHours(2)).withOutage(at(1.5), at(5.5));
    assertThat(outcomes(simulator, 7)).isEqualTo("RMMRSRR");
  }

  @Test
  void a_tick_at_the_end_of_an_outage_is_looked_at_with_the_others() {
    ScheduleSimulator simulator =
        hourly(Misfire.SKIP, Duration.ofHours(9)).withOutage(at(2), at(4));
    assertThat(outcomes(simulator, 5)).isEqualTo("RRSSR");
  }

  @Test
  void catchup_runs_one_after_the_other_what_is_in_the_window() {
    Duration window = Duration.ofHours(2);
    assertThat(outcomes(hourly(Misfire.CATCHUP, window).withOutage(at(1.5), at(5.5)), 7))
        .isEqualTo("RMMRBRR");
    assertThat(outcomes(hourly(Misfire.CATCHUP, window).withPause(at(1.5), at(5.5)), 7))
        .isEqualTo("RMMRBRR");
  }

  @Test
  void the_buffer_takes_a_thousand() {
    ScheduleSimulator simulator =
        ScheduleSimulator.of(
                ScheduleTrigger.every(Duration.ofSeconds(10))
                    .withMisfire(Misfire.CATCHUP, Duration.ofDays(1)))
            .withOutage(at(0.001), at(3));
    assertThat(
            simulator
                .ticks(MIDNIGHT, at(3))
                .collect(Collectors.groupingBy(Tick::outcome, Collectors.counting())))
        .containsEntry(Outcome.RUN, 1L)
        .containsEntry(Outcome.BUFFERED, 999L)
        .containsEntry(Outcome.DROPPED, 80L)
        .hasSize(3);
  }

  @Test
  void compress_runs_once_for_the_whole_window() {
    ScheduleSimulator simulator =
        hourly(Misfire.COMPRESS, Duration.ofHours(2)).withOutage(at(1.5), at(5.5));
    assertThat(outcomes(simulator, 7)).isEqualTo("RCCRCRR");
    assertThat(simulator.ticks(MIDNIGHT, at(7)).map(Tick::window).filter(w -> w != null))
        .containsExactly(
            new Window(null, at(1)),
            new Window(at(1), at(5)),
            new Window(at(5), at(6)),
            new Window(at(6), at(7)));
  }

  @ParameterizedTest
  @EnumSource
  void after_a_pause_it_is_as_after_an_outage(Misfire policy) {
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      double from = random.nextInt(20) / 4.0;
      double to = from + (1 + random.nextInt(40)) / 4.0;
      ScheduleSimulator simulator = hourly(policy, Duration.ofMinutes(10 + random.nextInt(400)));
      assertThat(simulator.withPause(at(from), at(to)).ticks(MIDNIGHT, at(16)))
          .as("from %s to %s", from, to)
          .containsExactlyElementsOf(
              simulator.withOutage(at(from), at(to)).ticks(MIDNIGHT, at(16)).toList());
    }
  }

  @Test
  void after_a_pause_the_oldest_in_the_window_runs_for_all_of_it() {
    ScheduleSimulator simulator =
        hourly(Misfire.COMPRESS, Duration.ofHours(2)).withPause(at(1.5), at(5.5));
    assertThat(outcomes(simulator, 6)).isEqualTo("RCCRCR");
    assertThat(outcomes(hourly(Misfire.SKIP, Duration.ofHours(9)).withPause(at(1.5), at(4.5)), 5))
        .isEqualTo("RRSSR");
  }

  @Test
  void a_server_that_comes_back_into_a_pause_looks_at_nothing() {
    ScheduleSimulator simulator =
        hourly(Misfire.CATCHUP, Duration.ofHours(9))
            .withOutage(at(1.5), at(3.5))
            .withPause(at(2.5), at(5.5));
    assertThat(outcomes(simulator, 7)).isEqualTo("RRBBBRR");
  }

  @Test
  void what_no_run_can_cover_is_missed() {
    ScheduleSimulator simulator =
        ScheduleSimulator.of(
                ScheduleTrigger.cron("@hourly")
                    .between(null, at(3))
                    .withMisfire(Misfire.COMPRESS, Duration.ofMinutes(10)))
            .withOutage(at(1.5), at(9.5));
    assertThat(outcomes(simulator, 9)).isEqualTo("RMM");
  }

  @Test
  void outcomes_do_not_depend_on_where_one_looks() {
    ScheduleSimulator simulator =
        hourly(Misfire.SKIP, Duration.ofHours(9)).withOutage(at(1.5), at(5.5));
    List<Tick> all = simulator.ticks(MIDNIGHT, at(8)).toList();
    assertThat(simulator.ticks(at(3), at(8)).map(Tick::outcome).toList())
        .isEqualTo(all.stream().skip(3).map(Tick::outcome).toList());
  }

  @Test
  void a_change_of_the_clock_is_seen() {
    List<Tick> march =
        ScheduleSimulator.of(ScheduleTrigger.cron("30 2 * * *").withTimezone("America/New_York"))
            .ticks(Instant.parse("2026-03-07T00:00:00Z"))
            .limit(3)
            .toList();
    assertThat(march.get(0).offsetBefore()).isNull();
    assertThat(march.get(1).offsetBefore()).isEqualTo(ZoneOffset.ofHours(-5));
    assertThat(march.get(1).leftOut()).containsExactly(LocalDateTime.parse("2026-03-08T02:30"));
    assertThat(march.get(2).leftOut()).isEmpty();
    assertThat(
            ScheduleSimulator.of(
                    ScheduleTrigger.cron("30 1 * * *").withTimezone("America/New_York"))
                .ticks(Instant.parse("2026-11-01T00:00:00Z"))
                .limit(3)
                .map(Tick::repeat))
        .containsExactly(1, 2, 0);
  }

  @Test
  void what_may_not_be_saved_is_not_simulated() {
    assertThatThrownBy(() -> ScheduleSimulator.of(ScheduleTrigger.cron("0 0 31 2 *")))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("never fires");
    ScheduleSimulator simulator = hourly(Misfire.SKIP, Duration.ofHours(1));
    assertThatThrownBy(() -> simulator.withOutage(at(1), at(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
