package io.activitycore.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.constraint.Filled;
import io.activitycore.constraint.Identifier;
import io.activitycore.constraint.JsonPresent;
import io.activitycore.internal.Constraints;
import io.activitycore.internal.Copies;
import io.activitycore.internal.Default;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/**
 * An event to publish.
 *
 * @param type its type
 * @param subject its subject, a template; optional
 * @param payload its payload, with templates; default {@code {}}
 */
public record Emit(
    @NotNull @Identifier String type,
    @Filled @Nullable String subject,
    @NotNull @JsonPresent @Default("{}") JsonNode payload) {

  /** Checks and copies. */
  public Emit {
    payload = Copies.json(payload);
    Constraints.check(Emit.class, type, subject, payload);
  }
}
