package io.activitycore.internal.binding;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Durations as definitions write them: {@code 30s}, {@code 5m}, {@code 2h}, {@code 3d}, ISO-8601.
 */
public final class Durations {

  /** What a duration looks like, as a regular expression that JSON Schema can hold too. */
  public static final String PATTERN =
      "^([0-9]{1,9}[smhd]|P(?=[0-9T])([0-9]{1,9}D)?"
          + "(T(?=[0-9])([0-9]{1,9}H)?([0-9]{1,9}M)?([0-9]{1,9}(\\.[0-9]{1,9})?S)?)?)$";

  private static final Pattern FORM = Pattern.compile(PATTERN);

  private static final Pattern SHORT = Pattern.compile("([0-9]+)([smhd])");

  private Durations() {}

  /** The duration, or null where the text is none. */
  public static @Nullable Duration parse(String text) {
    if (!FORM.matcher(text).matches()) {
      return null;
    }
    Matcher parts = SHORT.matcher(text);
    if (!parts.matches()) {
      return Duration.parse(text);
    }
    long amount = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  /** The canonical text: the largest unit that fits without rest, else ISO-8601. */
  public static String format(Duration duration) {
    long seconds = duration.getSeconds();
    if (duration.getNano() != 0 || seconds <= 0) {
      return duration.toString();
    }
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3_600 == 0) {
      return seconds / 3_600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
