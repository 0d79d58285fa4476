package io.activitycore.definition;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.constraint.JsonPresent;
import io.activitycore.internal.Constraints;
import io.activitycore.internal.Copies;
import io.activitycore.internal.Default;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/**
 * Another activity to run, as a child.
 *
 * @param activity its id
 * @param input its payload, with templates; default {@code {}}
 * @param waits whether the node waits for its outcome; default true
 */
public record RunActivityNode(
    @NotNull @Pattern(regexp = ActivityDefinition.ID, message = "must match " + ActivityDefinition.ID) String activity,
    @NotNull @JsonPresent @Default("{}") JsonNode input,
    @JsonProperty("wait") @Default("true") boolean waits) {

  /** Checks and copies. */
  public RunActivityNode {
    input = Copies.json(input);
    Constraints.check(RunActivityNode.class, activity, input, waits);
  }
}
