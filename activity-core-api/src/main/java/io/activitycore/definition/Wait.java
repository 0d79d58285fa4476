package io.activitycore.definition;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.activitycore.internal.Constraints;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;

/**
 * A durable timer: exactly one of the two, each a value or a template.
 *
 * @param duration how long, such as {@code 30s}
 * @param until when, in RFC 3339
 */
public record Wait(
    @JsonProperty("for") @NotBlank @Nullable String duration, @NotBlank @Nullable String until) {

  /** Checks. */
  public Wait {
    Constraints.on(Wait.class, duration, until)
        .rule(
            (duration == null) != (until == null),
            "",
            "exactly_one",
            "needs exactly one of for and until")
        .done();
  }
}
