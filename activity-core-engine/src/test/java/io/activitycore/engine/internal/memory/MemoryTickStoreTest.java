package io.activitycore.engine.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.spi.TickStore;
import io.activitycore.spi.TickStore.Account;
import io.activitycore.spi.TickStore.Kind;
import io.activitycore.spi.TickStore.Lapse;
import io.activitycore.spi.TickStore.Range;
import io.activitycore.spi.TickStore.Seen;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryTickStoreTest {

  private static final Instant BEGIN = Instant.parse("2026-03-28T09:00:00Z");

  private final TickStore ticks = new MemoryStore(Clock.systemUTC()).ticks();

  private Account account() {
    return ticks.find("t", "a").orElseThrow();
  }

  private boolean settle(int from, int to, Kind kind) {
    Range range =
        new Range(kind, BEGIN.plusSeconds(from + 1), BEGIN.plusSeconds(to), to - from, "why");
    return ticks.settle(
        "t", "a", BEGIN.plusSeconds(from), BEGIN.plusSeconds(to), List.of(range), new Seen(0, 0));
  }

  @Test
  void an_account_is_opened_once() {
    ticks.open("t", "a", BEGIN);
    ticks.open("t", "a", BEGIN.plusSeconds(9));

    assertThat(account().settledTo()).isEqualTo(BEGIN);
    assertThat(ticks.find("other", "a")).isEmpty();
    ticks.close("t", "a");
    assertThat(ticks.find("t", "a")).isEmpty();
  }

  @Test
  void of_two_that_settle_the_same_ticks_one_does() {
    ticks.open("t", "a", BEGIN);

    assertThat(settle(0, 3, Kind.RUN)).isTrue();
    assertThat(settle(0, 3, Kind.SKIPPED)).isFalse();
    assertThat(settle(3, 5, Kind.SKIPPED)).isTrue();

    assertThat(account().counts()).isEqualTo(Map.of(Kind.RUN, 3L, Kind.SKIPPED, 2L));
    assertThat(account().due()).isEqualTo(5);
    assertThat(ticks.ranges("t", "a", BEGIN.plusSeconds(4), Instant.MAX)).hasSize(1);
  }

  @Test
  void what_is_covered_stays_covered() {
    ticks.open("t", "a", BEGIN);
    ticks.cover("t", "a", BEGIN.plusSeconds(9));
    ticks.cover("t", "a", BEGIN.plusSeconds(3));

    assertThat(account().coveredTo()).isEqualTo(BEGIN.plusSeconds(9));
  }

  @Test
  void a_pause_is_noted_once_and_its_lapses_stay_until_they_are_settled() {
    ticks.open("t", "a", BEGIN);
    ticks.pause("t", "a", BEGIN.plusSeconds(1));
    ticks.pause("t", "a", BEGIN.plusSeconds(2));
    assertThat(account().pausedSince()).isEqualTo(BEGIN.plusSeconds(1));
    assertThat(ticks.paused("t")).containsExactly("a");

    Lapse lapse = new Lapse(Kind.SKIPPED, BEGIN.plusSeconds(1), BEGIN.plusSeconds(4), "", BEGIN);
    ticks.resume("t", "a", List.of(lapse));
    ticks.resume("t", "a", List.of(lapse));
    assertThat(ticks.paused("t")).isEmpty();
    assertThat(account().lapses()).containsExactly(lapse);

    settle(0, 4, Kind.SKIPPED);
    assertThat(account().lapses()).isEmpty();
  }
}
