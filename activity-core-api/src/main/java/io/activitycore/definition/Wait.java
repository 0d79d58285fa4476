package io.activitycore.definition;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.activitycore.constraint.Filled;
import io.activitycore.internal.Constraints;
import io.activitycore.internal.ExactlyOne;
import org.jspecify.annotations.Nullable;

/**
 * A durable timer: exactly one of the two, each a value or a template.
 *
 * @param duration how long, such as {@code 30s}
 * @param until when, in RFC 3339
 */
@ExactlyOne({"for", "until"})
public record Wait(
    @JsonProperty("for") @Filled @Nullable String duration, @Filled @Nullable String until) {

  /** Checks. */
  public Wait {
    Constraints.check(Wait.class, duration, until);
  }
}
