package io.activitycore.definition;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.activitycore.constraint.Filled;
import io.activitycore.internal.Constraints;
import io.activitycore.internal.Default;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/**
 * The end of the run: nothing more starts, what runs settles.
 *
 * @param outcome default completed
 * @param reason for people; a template; optional
 */
public record End(@NotNull @Default("completed") Outcome outcome, @Filled @Nullable String reason) {

  /** Checks. */
  public End {
    Constraints.check(End.class, outcome, reason);
  }

  /** How the run ends. */
  public enum Outcome {
    /** Well. */
    @JsonProperty("completed")
    COMPLETED,
    /** Badly, with compensation. */
    @JsonProperty("failed")
    FAILED
  }
}
