package io.activitycore.definition;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.activitycore.constraint.Filled;
import io.activitycore.constraint.PositiveDuration;
import io.activitycore.constraint.TimeZoneName;
import io.activitycore.internal.AtLeastOne;
import io.activitycore.internal.Constraints;
import io.activitycore.internal.Copies;
import io.activitycore.internal.Default;
import io.activitycore.internal.OneOrMany;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A clock that starts runs: at each tick of its cron expressions, its interval and its calendars
 * together, a tick that several of them give counting once.
 *
 * @param cron expressions of five fields, in Temporal's dialect
 * @param interval ticks at a fixed distance
 * @param calendars ticks where every field of one of them matches
 * @param exclude no tick where every field of one of these matches
 * @param timezone IANA name, for everything but the interval; default UTC
 * @param startAt no tick before it; inclusive
 * @param endAt no tick after it; inclusive
 * @param jitter the longest time by which the server delays each tick; none when absent
 * @param misfire what becomes of ticks that were missed; default skip
 * @param catchupWindow how late a tick may still run; default one hour
 */
@AtLeastOne({"cron", "interval", "calendars"})
public record ScheduleTrigger(
    @OneOrMany List<@Filled String> cron,
    @Nullable ScheduleInterval interval,
    List<ScheduleCalendar> calendars,
    List<ScheduleCalendar> exclude,
    @NotNull @TimeZoneName @Default("UTC") String timezone,
    @Nullable Instant startAt,
    @Nullable Instant endAt,
    @PositiveDuration @Nullable Duration jitter,
    @NotNull @Default("skip") Misfire misfire,
    @NotNull @PositiveDuration(message = WINDOW) @Default("1h") Duration catchupWindow) {

  private static final String WINDOW =
      "must be at least 10s, the least that the server takes, and at most 36500d";

  /** Checks and copies. */
  public ScheduleTrigger {
    cron = Copies.list(cron);
    calendars = Copies.list(calendars);
    exclude = Copies.list(exclude);
    Constraints.check(
        ScheduleTrigger.class,
        cron,
        interval,
        calendars,
        exclude,
        timezone,
        startAt,
        endAt,
        jitter,
        misfire,
        catchupWindow);
  }

  /** Cron expressions, with the defaults. */
  public static ScheduleTrigger cron(String... cron) {
    return of(List.of(cron), null, List.of());
  }

  /** A tick at each multiple of a duration since 1970, with the defaults. */
  public static ScheduleTrigger every(Duration every) {
    return every(every, null);
  }

  /** A tick so long after each multiple of a duration since 1970, with the defaults. */
  public static ScheduleTrigger every(Duration every, @Nullable Duration offset) {
    return of(List.of(), new ScheduleInterval(every, offset), List.of());
  }

  /** Calendars, with the defaults. */
  public static ScheduleTrigger calendars(ScheduleCalendar... calendars) {
    return of(List.of(), null, List.of(calendars));
  }

  private static ScheduleTrigger of(
      List<String> cron, @Nullable ScheduleInterval interval, List<ScheduleCalendar> calendars) {
    return new ScheduleTrigger(
        cron,
        interval,
        calendars,
        List.of(),
        "UTC",
        null,
        null,
        null,
        Misfire.SKIP,
        Duration.ofHours(1));
  }

  /** The same in an IANA time zone. */
  public ScheduleTrigger withTimezone(String name) {
    return new ScheduleTrigger(
        cron, interval, calendars, exclude, name, startAt, endAt, jitter, misfire, catchupWindow);
  }

  /** The same without the ticks that one of these matches. */
  public ScheduleTrigger withExclude(ScheduleCalendar... excluded) {
    return new ScheduleTrigger(
        cron,
        interval,
        calendars,
        List.of(excluded),
        timezone,
        startAt,
        endAt,
        jitter,
        misfire,
        catchupWindow);
  }

  /** The same between two instants, both inclusive; null for no bound. */
  public ScheduleTrigger between(@Nullable Instant first, @Nullable Instant last) {
    return new ScheduleTrigger(
        cron, interval, calendars, exclude, timezone, first, last, jitter, misfire, catchupWindow);
  }

  /** The same with each tick delayed by at most this. */
  public ScheduleTrigger withJitter(Duration longest) {
    return new ScheduleTrigger(
        cron,
        interval,
        calendars,
        exclude,
        timezone,
        startAt,
        endAt,
        longest,
        misfire,
        catchupWindow);
  }

  /** The same with what becomes of missed ticks, and how late one may still run. */
  public ScheduleTrigger withMisfire(Misfire policy, Duration window) {
    return new ScheduleTrigger(
        cron, interval, calendars, exclude, timezone, startAt, endAt, jitter, policy, window);
  }

  /** What becomes of ticks that were missed. */
  public enum Misfire {
    /** Dropped. */
    @JsonProperty("skip")
    SKIP,
    /** Run one after the other, within the catch-up window. */
    @JsonProperty("catchup")
    CATCHUP,
    /** Run once, for the whole window. */
    @JsonProperty("compress")
    COMPRESS
  }
}
