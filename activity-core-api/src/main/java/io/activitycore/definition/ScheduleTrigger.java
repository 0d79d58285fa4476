package io.activitycore.definition;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.activitycore.constraint.Filled;
import io.activitycore.constraint.PositiveDuration;
import io.activitycore.constraint.TimeZoneName;
import io.activitycore.internal.Constraints;
import io.activitycore.internal.Default;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;

/**
 * A clock that starts runs.
 *
 * @param cron five fields, in Temporal's dialect
 * @param timezone IANA name; default UTC
 * @param misfire what becomes of ticks that were missed; default skip
 * @param catchupWindow how late a tick may still run; default one hour
 */
public record ScheduleTrigger(
    @Filled @NotNull String cron,
    @NotNull @TimeZoneName @Default("UTC") String timezone,
    @NotNull @Default("skip") Misfire misfire,
    @NotNull @PositiveDuration @Default("1h") Duration catchupWindow) {

  /** Checks. */
  public ScheduleTrigger {
    Constraints.check(ScheduleTrigger.class, cron, timezone, misfire, catchupWindow);
  }

  /** A cron expression with the defaults. */
  public static ScheduleTrigger cron(String cron) {
    return new ScheduleTrigger(cron, "UTC", Misfire.SKIP, Duration.ofHours(1));
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
