package io.activitycore.definition;

import io.activitycore.constraint.PositiveDuration;
import io.activitycore.internal.Constraints;
import io.activitycore.internal.Copies;
import io.activitycore.internal.Default;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a task is tried again; Temporal's retry policy, with an end to it by default.
 *
 * @param initialInterval wait before the second attempt; default one second
 * @param backoffCoefficient factor from one wait to the next, at least 1; default 2
 * @param maximumInterval longest wait; default 100 times the initial one
 * @param maximumAttempts attempts in all, at least 1; default 5
 * @param nonRetryableTypes error types that end the task at once
 */
public record Retry(
    @NotNull @PositiveDuration @Default("1s") Duration initialInterval,
    @DecimalMin("1.0") @Default("2.0") double backoffCoefficient,
    @PositiveDuration @Nullable Duration maximumInterval,
    @Min(1) @Default("5") int maximumAttempts,
    List<@NotBlank String> nonRetryableTypes) {

  /** The defaults. */
  public static final Retry DEFAULT = new Retry(Duration.ofSeconds(1), 2.0, null, 5, List.of());

  /** Checks and copies. */
  public Retry {
    nonRetryableTypes = Copies.list(nonRetryableTypes);
    Constraints.on(
            Retry.class,
            initialInterval,
            backoffCoefficient,
            maximumInterval,
            maximumAttempts,
            nonRetryableTypes)
        .rule(
            maximumInterval == null
                || initialInterval == null
                || maximumInterval.compareTo(initialInterval) >= 0,
            "/maximum_interval",
            "range",
            "must not be shorter than initial_interval")
        .done();
  }

  /** The defaults with another number of attempts. */
  public static Retry attempts(int maximumAttempts) {
    return new Retry(Duration.ofSeconds(1), 2.0, null, maximumAttempts, List.of());
  }
}
