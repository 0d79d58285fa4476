package io.activitycore.engine.internal.tick;

import io.activitycore.internal.Texts;
import java.util.Arrays;
import java.util.Locale;

/** Says of what other cron dialects allow why it is refused here, and what was likely meant. */
final class CronAdvice {

  private CronAdvice() {}

  static UnreadableException unreadable(Field field, String part, String whole) {
    String upper = part.toUpperCase(Locale.ROOT);
    String got = field.words() + " " + Texts.shorten(part) + ": ";
    if (part.isEmpty()) {
      return new UnreadableException(got + "has nothing between its commas in " + whole);
    }
    if (part.equals("?")) {
      return new UnreadableException(got + "? is Quartz's, likely meant: *");
    }
    if (upper.equals("H") || upper.startsWith("H/") || upper.startsWith("H(")) {
      return new UnreadableException(
          got + "H is Jenkins's, likely meant: a value of your own choice, or * with jitter");
    }
    if (upper.endsWith("W") && field == Field.DAY_OF_MONTH) {
      return new UnreadableException(
          got + "the nearest weekday (W) is not known, likely meant: calendars that list the days");
    }
    if (upper.startsWith("L") || upper.matches("[0-9]+L|[A-Z]{3}L")) {
      return new UnreadableException(got + last(field));
    }
    return new UnreadableException(
        got
            + "expected *, a value"
            + (field == Field.MONTH ? ", a name such as MAR" : "")
            + (field == Field.DAY_OF_WEEK ? ", a name such as MON" : "")
            + ", a range such as "
            + example(field)
            + ", a step such as */2, or several with commas");
  }

  private static String last(Field field) {
    return field == Field.DAY_OF_WEEK
        ? "the last weekday of a month (L) is not known, likely meant: calendars with day_of_week"
            + " and day_of_month 25-31 (22-28 in February)"
        : "the last day of a month (L) is not known, likely meant: the first day of the next one,"
            + " or calendars with day_of_month 31, 30 and 28 by month";
  }

  private static String example(Field field) {
    return switch (field) {
      case YEAR -> "2026-2030";
      case DAY_OF_WEEK -> "MON-FRI";
      default -> "1-5";
    };
  }

  /** A range whose end is before its beginning. */
  static UnreadableException wrapped(Field field, String part, String[] ends, String whole) {
    String step = part.contains("/") ? part.substring(part.indexOf('/')) : "";
    String first = ends[0];
    String last = ends[1];
    Integer lastValue = field.value(last);
    String meant;
    if (field == Field.YEAR || !step.isEmpty()) {
      meant = last + "-" + first + step;
    } else if (field == Field.DAY_OF_WEEK && lastValue != null && lastValue == 0) {
      meant = field.value(first) + "-7";
    } else {
      String end = field == Field.DAY_OF_WEEK ? "SAT" : "" + field.most();
      String begin = field == Field.DAY_OF_WEEK ? "SUN" : "" + field.least();
      meant = range(first, end, field) + "," + range(begin, last, field);
    }
    String likely = whole.equals(part) ? meant : whole.replace(part, meant);
    return new UnreadableException(
        field.words() + " " + part + ": ends before it begins, likely meant: " + likely);
  }

  private static String range(String first, String last, Field field) {
    Integer from = field.value(first);
    Integer to = field.value(last);
    return from != null && from.equals(to) ? first : first + "-" + last;
  }

  /** More or fewer than five fields. */
  static UnreadableException fieldCount(String[] fields) {
    String five = "must have five fields (minute hour day month weekday), got " + fields.length;
    if (fields.length == 6 || fields.length == 7) {
      String rest = String.join(" ", Arrays.copyOfRange(fields, 1, 6));
      String likely =
          fields[0].equals("0")
              ? "likely meant: " + rest
              : "likely meant: calendars with second: \"" + fields[0] + "\"";
      return new UnreadableException(
          five
              + ": Spring and Quartz begin with seconds, the server takes the sixth for a year; "
              + likely);
    }
    return new UnreadableException(five);
  }

  /** Both days in a cron expression. */
  static String bothDays(String[] fields) {
    String time = fields[0] + " " + fields[1] + " ";
    return "has a day of month and a weekday: the server fires on days that are both, classic cron"
        + " on days that are either; likely meant: either of two expressions, \""
        + time
        + fields[2]
        + " "
        + fields[3]
        + " *\" and \""
        + time
        + "* "
        + fields[3]
        + " "
        + fields[4]
        + "\"; or both, in calendars: {minute: \""
        + fields[0]
        + "\", hour: \""
        + fields[1]
        + "\", day_of_month: \""
        + fields[2]
        + "\", month: \""
        + fields[3]
        + "\", day_of_week: \""
        + fields[4]
        + "\"}";
  }

  /** A {@code #}. */
  static String comment(String expression) {
    String[] fields = expression.split("\\s+", -1);
    String last = fields[fields.length - 1];
    int hash = last.indexOf('#');
    String base = "# begins a comment in the server's dialect, so that MON#1 fires on every Monday";
    if (fields.length == 5 && hash > 0 && last.substring(hash + 1).matches("[1-5]")) {
      int week = last.charAt(hash + 1) - '0';
      int first = week * 7 - 6;
      return base
          + "; likely meant: calendars: {minute: \""
          + fields[0]
          + "\", hour: \""
          + fields[1]
          + "\", day_of_month: \""
          + first
          + "-"
          + Math.min(31, first + 6)
          + "\", day_of_week: "
          + last.substring(0, hash)
          + "}";
    }
    return base + "; likely meant: the expression without it";
  }
}
