package io.activitycore.definition;

import io.activitycore.constraint.PositiveDuration;
import io.activitycore.internal.Constraints;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Ticks at a fixed distance, counted from 1970-01-01T00:00:00Z whatever the time zone.
 *
 * @param every the distance
 * @param offset moves every tick by this, shorter than {@code every}; nothing when absent
 */
public record ScheduleInterval(
    @NotNull @PositiveDuration Duration every, @PositiveDuration @Nullable Duration offset) {

  /** Checks. */
  public ScheduleInterval {
    Constraints.on(ScheduleInterval.class, every, offset)
        .rule(
            every == null || offset == null || offset.compareTo(every) < 0,
            "/offset",
            "range",
            "must be shorter than every")
        .done();
  }
}
