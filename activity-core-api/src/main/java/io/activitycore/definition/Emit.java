package io.activitycore.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.constraint.Identifier;
import io.activitycore.internal.Constraints;
import io.activitycore.internal.Default;
import jakarta.validation.constraints.NotBlank;
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
    @NotBlank @Nullable String subject,
    @NotNull @Default("{}") JsonNode payload) {

  /** Checks and copies. */
  public Emit {
    payload = payload.deepCopy();
    Constraints.check(Emit.class, type, subject, payload);
  }
}
