package io.activitycore.engine.internal.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {

  @ParameterizedTest
  @CsvSource({
    "2026-03-28T09:00:00Z, 2026-03-28T09:00:00Z",
    "2026-03-28t09:00:00z, 2026-03-28T09:00:00Z",
    "2026-03-28T09:00:00+05:30, 2026-03-28T03:30:00Z",
    "2026-03-28T09:00:00-00:00, 2026-03-28T09:00:00Z",
    "2026-03-28T09:00:00+23:59, 2026-03-27T09:01:00Z",
    "2026-03-28T09:00:00.1Z, 2026-03-28T09:00:00.1Z",
    "2026-03-28T09:00:00.12345678999Z, 2026-03-28T09:00:00.123456789Z",
    "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
    "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999999Z, 9999-12-31T23:59:59.999999999Z",
    "2016-12-31T23:59:60.5Z, 2016-12-31T23:59:59.5Z",
    "2017-01-01T00:59:60+01:00, 2016-12-31T23:59:59Z"
  })
  void a_time_with_a_zone_is_read(String text, Instant time) {
    assertThat(Rfc3339.parse(text)).contains(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "2026-03-28",
        "2026-03-28T09:00Z",
        "2026-03-28T09:00:00",
        "2026-03-28 09:00:00Z",
        "2026-03-28T09:00:00.Z",
        "2026-03-28T09:00:00,5Z",
        "2026-03-28T09:00:00+0100",
        "2026-03-28T09:00:00+01",
        "2026-03-28T09:00:00+24:00",
        "2026-03-28T09:00:00+01:60",
        "2026-03-28T09:00:00Z[UTC]",
        "2026-03-28T09:00:00Z ",
        " 2026-03-28T09:00:00Z",
        "2026-03-28T24:00:00Z",
        "2026-03-28T09:60:00Z",
        "2026-03-28T09:00:61Z",
        "2026-03-28T09:00:60Z",
        "2016-12-31T23:59:60+01:00",
        "2026-02-30T09:00:00Z",
        "2025-02-29T09:00:00Z",
        "2026-13-01T09:00:00Z",
        "2026-00-01T09:00:00Z",
        "2026-01-00T09:00:00Z",
        "10000-01-01T00:00:00Z",
        "+10000-01-01T00:00:00Z",
        "-0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59-00:01",
        "0000-01-01T00:00:00+00:01",
        "２０２６-03-28T09:00:00Z",
        "1774688400000"
      })
  void another_text_is_no_time(String text) {
    assertThat(Rfc3339.parse(text)).isEmpty();
  }

  @Test
  void it_agrees_with_the_jdk() {
    long seed = 42;
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      OffsetDateTime time =
          Instant.ofEpochSecond(
                  random.nextLong(-60_000_000_000L, 250_000_000_000L),
                  random.nextInt(1_000_000_000))
              .atOffset(ZoneOffset.ofTotalSeconds(random.nextInt(-1_079, 1_079) * 60));
      String text = time.withSecond(time.getSecond()).toString();
      if (time.getSecond() != 0 || time.getNano() != 0) {
        assertThat(Rfc3339.parse(text)).as("seed %d: %s", seed, text).contains(time.toInstant());
      }
    }
  }
}
