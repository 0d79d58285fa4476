package io.activitycore.definition;

import io.activitycore.constraint.Filled;
import io.activitycore.constraint.Identifier;
import io.activitycore.constraint.PositiveDuration;
import io.activitycore.internal.Constraints;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An event to wait for.
 *
 * @param type its exact type
 * @param correlate CEL that says whether an event is the one
 * @param timeout how long; without end when absent
 */
public record WaitForEvent(
    @NotNull @Identifier String type,
    @NotNull @Filled String correlate,
    @PositiveDuration @Nullable Duration timeout) {

  /** Checks. */
  public WaitForEvent {
    Constraints.check(WaitForEvent.class, type, correlate, timeout);
  }
}
