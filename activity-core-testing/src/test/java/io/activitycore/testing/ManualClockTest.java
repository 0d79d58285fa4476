package io.activitycore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ManualClockTest {
  private static final Instant START = Instant.parse("2026-03-29T00:59:59Z");

  @Test
  void standsStillUntilItIsMovedEitherWay() {
    ManualClock clock = ManualClock.at(START);
    assertThat(clock.instant()).isEqualTo(START);
    assertThat(clock.getZone()).isEqualTo(ZoneOffset.UTC);

    assertThat(clock.advance(Duration.ofSeconds(1))).isEqualTo(START.plusSeconds(1));
    assertThat(clock.advance(Duration.ofMinutes(-10))).isEqualTo(START.plusSeconds(-599));
    clock.set(Instant.EPOCH);
    assertThat(clock.millis()).isZero();
  }

  @Test
  void aViewInAnotherZoneSharesTheTime() {
    ManualClock clock = ManualClock.at(START);
    Clock berlin = clock.withZone(ZoneId.of("Europe/Berlin"));
    clock.advance(Duration.ofSeconds(1));

    assertThat(berlin.instant()).isEqualTo(START.plusSeconds(1));
    assertThat(berlin.getZone()).isEqualTo(ZoneId.of("Europe/Berlin"));
  }

  @Test
  void noMoveIsLostAmongThreads() {
    ManualClock clock = ManualClock.at(Instant.EPOCH);
    IntStream.range(0, 10_000).parallel().forEach(i -> clock.advance(Duration.ofSeconds(1)));

    assertThat(clock.instant()).isEqualTo(Instant.ofEpochSecond(10_000));
  }
}
