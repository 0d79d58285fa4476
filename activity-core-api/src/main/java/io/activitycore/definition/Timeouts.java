package io.activitycore.definition;

import io.activitycore.constraint.PositiveDuration;
import io.activitycore.internal.Constraints;
import io.activitycore.internal.Default;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a task may take; Temporal's four time-outs.
 *
 * @param startToClose one attempt; default one minute
 * @param scheduleToStart waiting in the queue; unlimited when absent
 * @param scheduleToClose all attempts together; unlimited when absent
 * @param heartbeat longest silence of a running attempt; none when absent
 */
public record Timeouts(
    @NotNull @PositiveDuration @Default("1m") Duration startToClose,
    @PositiveDuration @Nullable Duration scheduleToStart,
    @PositiveDuration @Nullable Duration scheduleToClose,
    @PositiveDuration @Nullable Duration heartbeat) {

  /** The defaults. */
  public static final Timeouts DEFAULT = new Timeouts(Duration.ofMinutes(1), null, null, null);

  /** Checks. */
  public Timeouts {
    Constraints.check(Timeouts.class, startToClose, scheduleToStart, scheduleToClose, heartbeat);
  }

  /** The defaults with another limit for one attempt. */
  public static Timeouts startToClose(Duration startToClose) {
    return new Timeouts(startToClose, null, null, null);
  }
}
