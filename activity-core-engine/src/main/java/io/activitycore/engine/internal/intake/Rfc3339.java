package io.activitycore.engine.internal.intake;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Times as RFC 3339 writes them: four-digit year, {@code T} and {@code Z} in either case, any
 * number of fraction digits (cut to nanoseconds), a zone. A leap second, which only 23:59:60 UTC
 * can be, reads as the second before it.
 */
final class Rfc3339 {

  private static final int DAY_SECONDS = 86_400;

  private static final int NO_ZONE = Integer.MIN_VALUE;

  private static final long FIRST = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();

  private static final long LAST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  private Rfc3339() {}

  /** The time; empty when the text is none. */
  static Optional<Instant> parse(String text) {
    if (text.length() < 20 || !hasSeparators(text)) {
      return Optional.empty();
    }
    int second = number(text, 17, 60);
    int zoneAt = fractionEnd(text);
    int zone = zone(text, zoneAt);
    int hour = number(text, 11, 23);
    int minute = number(text, 14, 59);
    if (hour < 0 || minute < 0 || second < 0 || zone == NO_ZONE) {
      return Optional.empty();
    }
    int daySecond = hour * 3_600 + minute * 60 + Math.min(second, 59) - zone;
    if (second == 60 && Math.floorMod(daySecond, DAY_SECONDS) != DAY_SECONDS - 1) {
      return Optional.empty();
    }
    return instant(text, daySecond, nanos(text, zoneAt));
  }

  private static Optional<Instant> instant(String text, int daySecond, int nanos) {
    int century = number(text, 0, 99);
    int year = number(text, 2, 99);
    int month = number(text, 5, 12);
    int day = number(text, 8, 31);
    if (century < 0 || year < 0 || month < 1 || day < 1) {
      return Optional.empty();
    }
    try {
      long days = LocalDate.of(century * 100 + year, month, day).toEpochDay();
      long seconds = days * DAY_SECONDS + daySecond;
      // The zone may carry the time out of the years that can be written again.
      return seconds < FIRST || seconds > LAST
          ? Optional.empty()
          : Optional.of(Instant.ofEpochSecond(seconds, nanos));
    } catch (DateTimeException e) { // the 30th of February
      return Optional.empty();
    }
  }

  private static boolean hasSeparators(String text) {
    return text.charAt(4) == '-'
        && text.charAt(7) == '-'
        && (text.charAt(10) == 'T' || text.charAt(10) == 't')
        && text.charAt(13) == ':'
        && text.charAt(16) == ':';
  }

  /** Two digits; -1 when they are none, or more than {@code max}. */
  private static int number(String text, int at, int max) {
    if (!isDigit(text, at) || !isDigit(text, at + 1)) {
      return -1;
    }
    int number = (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0';
    return number <= max ? number : -1;
  }

  private static boolean isDigit(String text, int at) {
    return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  /** Where the zone starts. A point without digits is left to be no zone. */
  private static int fractionEnd(String text) {
    if (text.charAt(19) != '.' || !isDigit(text, 20)) {
      return 19;
    }
    int end = 20;
    while (isDigit(text, end)) {
      end++;
    }
    return end;
  }

  private static int nanos(String text, int end) {
    int nanos = 0;
    for (int i = 20; i < 29; i++) {
      nanos = nanos * 10 + (i < end ? text.charAt(i) - '0' : 0);
    }
    return nanos;
  }

  private static int zone(String text, int at) {
    if (at == text.length() - 1) {
      return text.charAt(at) == 'Z' || text.charAt(at) == 'z' ? 0 : NO_ZONE;
    }
    if (at != text.length() - 6 || text.charAt(at + 3) != ':') {
      return NO_ZONE;
    }
    int hours = number(text, at + 1, 23);
    int minutes = number(text, at + 4, 59);
    if (hours < 0 || minutes < 0) {
      return NO_ZONE;
    }
    int seconds = hours * 3_600 + minutes * 60;
    return switch (text.charAt(at)) {
      case '+' -> seconds;
      case '-' -> -seconds;
      default -> NO_ZONE;
    };
  }
}
