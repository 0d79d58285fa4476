package io.activitycore.engine.internal.tick;

import io.activitycore.internal.Texts;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One cron expression in the server's dialect, as far as it is accepted here.
 *
 * @param zone of its prefix; null without one
 * @param calendar what its fields say; null with {@code @every}
 * @param interval what {@code @every} says; null otherwise
 * @param plain the expression without its prefix
 */
record CronExpression(
    @Nullable String zone, @Nullable Calendar calendar, @Nullable Interval interval, String plain) {

  private static final Map<String, String> NAMED =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *");

  private static final int FIELDS = 5;

  /**
   * Reads one.
   *
   * @throws UnreadableException when it is refused; the message says why and what was likely meant
   */
  static CronExpression parse(String text) throws UnreadableException {
    String rest = text.strip();
    String zone = null;
    if (rest.startsWith("TZ=") || rest.startsWith("CRON_TZ=")) {
      int space = rest.indexOf(' ');
      if (space < 0) {
        throw new UnreadableException("has a time zone but no fields");
      }
      zone = zone(rest.substring(rest.indexOf('=') + 1, space));
      rest = rest.substring(space + 1).strip();
    }
    if (rest.contains("#")) {
      throw new UnreadableException(CronAdvice.comment(rest));
    }
    if (rest.startsWith("@every")) {
      if (zone != null) {
        throw new UnreadableException("@every knows no time zone, likely meant: " + rest);
      }
      return new CronExpression(null, null, Interval.parse(rest), rest);
    }
    return new CronExpression(zone, fields(rest), null, rest);
  }

  private static String zone(String name) throws UnreadableException {
    if (!ZoneId.getAvailableZoneIds().contains(name)) {
      throw new UnreadableException(
          "time zone must be an IANA name such as Europe/Berlin, got " + Texts.shorten(name));
    }
    return name;
  }

  private static Calendar fields(String rest) throws UnreadableException {
    if (rest.startsWith("@") && !NAMED.containsKey(rest)) {
      throw new UnreadableException(
          rest.equals("@reboot")
              ? "@reboot is no time: likely meant a definition with trigger manual: {}, run by the"
                  + " host at its start"
              : "expected @yearly, @monthly, @weekly, @daily, @hourly or @every with a duration");
    }
    String[] fields = NAMED.getOrDefault(rest, rest).split("\\s+", -1);
    if (fields.length != FIELDS) {
      throw CronAdvice.fieldCount(fields);
    }
    Values days = Values.parse(Field.DAY_OF_MONTH, fields[2]);
    Values weekdays = Values.parse(Field.DAY_OF_WEEK, fields[4]);
    Calendar calendar =
        new Calendar(
            Values.parse(Field.SECOND, "0"),
            Values.parse(Field.MINUTE, fields[0]),
            Values.parse(Field.HOUR, fields[1]),
            days,
            Values.parse(Field.MONTH, fields[3]),
            weekdays,
            Values.parse(Field.YEAR, "*"));
    if (!days.all() && !weekdays.all()) {
      throw new UnreadableException(CronAdvice.bothDays(fields));
    }
    return calendar;
  }
}
