package io.activitycore.engine.internal.tick;

import io.activitycore.internal.Texts;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ticks at a fixed distance since 1970.
 *
 * @param every seconds, at least one
 * @param offset seconds, less than {@code every}
 */
record Interval(long every, long offset) {

  private static final Pattern DURATION = Pattern.compile("([0-9]+\\.?[0-9]*|\\.[0-9]+)(d|h|m|s)");

  /**
   * The first tick after a second. As the server counts, the first of all is at least an offset.
   */
  long next(long after) {
    return ((after - offset) / every + 1) * every + offset;
  }

  /** Reads {@code @every 10m} and {@code @every 10m/3m}. */
  static Interval parse(String text) throws UnreadableException {
    String rest = text.substring("@every".length());
    if (rest.isBlank() || !Character.isWhitespace(rest.charAt(0))) {
      throw new UnreadableException("expected a duration after @every, such as @every 10m");
    }
    String[] parts = rest.strip().split("/", -1);
    if (parts.length > 2) {
      throw new UnreadableException("expected @every DURATION or @every DURATION/OFFSET");
    }
    long every = seconds(parts[0]);
    long offset = parts.length == 2 ? seconds(parts[1]) : 0;
    if (every < 1) {
      throw new UnreadableException("@every must be at least one second");
    }
    if (offset >= every) {
      throw new UnreadableException("the offset after the slash must be shorter than @every");
    }
    return new Interval(every, offset);
  }

  /** What a definition's interval says; whole seconds were checked. */
  static Interval of(Duration every, Duration offset) {
    return new Interval(every.toSeconds(), offset.toSeconds());
  }

  private static long seconds(String text) throws UnreadableException {
    BigDecimal sum = BigDecimal.ZERO;
    Matcher part = DURATION.matcher(text);
    int end = 0;
    while (part.find() && part.start() == end) {
      sum = sum.add(new BigDecimal(part.group(1)).multiply(unit(part.group(2))));
      end = part.end();
    }
    if (end == 0 || end != text.length()) {
      throw new UnreadableException(
          "expected a duration such as 90s, 10m, 1h30m or 2d, got " + Texts.shorten(text));
    }
    if (sum.stripTrailingZeros().scale() > 0 || sum.precision() - sum.scale() > 11) {
      throw new UnreadableException(
          "a duration must be whole seconds, at most 36500d, got " + Texts.shorten(text));
    }
    return sum.setScale(0, RoundingMode.UNNECESSARY).longValueExact();
  }

  private static BigDecimal unit(String letter) {
    return BigDecimal.valueOf(
        switch (letter) {
          case "d" -> 86_400;
          case "h" -> 3_600;
          case "m" -> 60;
          default -> 1;
        });
  }
}
