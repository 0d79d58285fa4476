package io.activitycore.engine.internal.plan;

import io.activitycore.internal.Texts;
import io.activitycore.internal.binding.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Pattern;

/** The times that a {@code wait} node may name. */
public final class WaitTimes {

  /** Longer is a mistake, and near the end of what servers can count. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private static final Pattern FRACTION = Pattern.compile("[0-9]{1,9}\\.[0-9]{1,9}s");

  private WaitTimes() {}

  /**
   * A duration: {@code 30s}, {@code 5m}, {@code 2h}, {@code 3d}, CEL's {@code 3.5s}, or ISO-8601.
   *
   * @throws IllegalArgumentException when it is none or over 36,500 days
   */
  public static Duration duration(String text) {
    String form = FRACTION.matcher(text).matches() ? "PT" + text.toUpperCase(Locale.ROOT) : text;
    Duration duration = Durations.parse(form);
    if (duration == null || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "expected a duration of at most 36500d, such as 30s, 5m, 2h, 3d or PT1H30M, got "
              + Texts.shorten(text));
    }
    return duration;
  }

  /**
   * A time in RFC 3339 with a zone.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Instant instant(String text) {
    try {
      OffsetDateTime time = OffsetDateTime.parse(text);
      if (time.getYear() >= 0 && time.getYear() <= 9_999) {
        return time.toInstant();
      }
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(expectedTime(text), e);
    }
    throw new IllegalArgumentException(expectedTime(text));
  }

  private static String expectedTime(String text) {
    return "expected a time in RFC 3339 with a zone, such as 2026-01-31T09:00:00Z, got "
        + Texts.shorten(text);
  }
}
