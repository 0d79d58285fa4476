package io.activitycore.definition;

import io.activitycore.constraint.Filled;
import io.activitycore.internal.Constraints;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/**
 * How much of the events a version takes while the one before it takes the others. The key of an
 * event alone says which of the two versions it belongs to, whatever their filters; the same key
 * belongs to the same version, and stays with the newer one when the percentage grows. Without a
 * version before it a version takes all.
 *
 * @param percent of the keys, 0 to 100
 * @param key CEL over {@code event} and {@code payload}; {@code event.event_id} when absent. An
 *     event for which it fails belongs to the version before
 */
public record Rollout(@NotNull @Min(0) @Max(100) Integer percent, @Filled @Nullable String key) {

  /** All keys. */
  public static final int ALL = 100;

  /** Checks. */
  public Rollout {
    Constraints.check(Rollout.class, percent, key);
  }

  /** A share of the events, whatever they are about. */
  public static Rollout of(int percent) {
    return new Rollout(percent, null);
  }

  /** A share of the values that an expression has. */
  public static Rollout of(int percent, String key) {
    return new Rollout(percent, key);
  }
}
