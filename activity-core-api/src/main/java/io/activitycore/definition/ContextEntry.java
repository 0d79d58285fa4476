package io.activitycore.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.internal.Constraints;
import io.activitycore.internal.Default;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;

/**
 * Something that a run must know, resolved once before it plans.
 *
 * @param resolver name of a context resolver of the host
 * @param input its input; templates see {@code event, payload, trigger, run}; default {@code {}}
 */
public record ContextEntry(
    @NotNull @NotBlank String resolver, @NotNull @Default("{}") JsonNode input) {

  /** Checks and copies. */
  public ContextEntry {
    input = input.deepCopy();
    Constraints.check(ContextEntry.class, resolver, input);
  }
}
