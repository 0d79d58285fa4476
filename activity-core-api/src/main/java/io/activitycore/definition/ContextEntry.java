package io.activitycore.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.constraint.Filled;
import io.activitycore.constraint.JsonPresent;
import io.activitycore.internal.Constraints;
import io.activitycore.internal.Copies;
import io.activitycore.internal.Default;
import jakarta.validation.constraints.NotNull;

/**
 * Something that a run must know, resolved once before it plans.
 *
 * @param resolver name of a context resolver of the host
 * @param input its input; templates see {@code event, payload, trigger, run}; default {@code {}}
 */
public record ContextEntry(
    @NotNull @Filled String resolver, @NotNull @JsonPresent @Default("{}") JsonNode input) {

  /** Checks and copies. */
  public ContextEntry {
    input = Copies.json(input);
    Constraints.check(ContextEntry.class, resolver, input);
  }
}
