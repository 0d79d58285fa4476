package io.activitycore.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.constraint.JsonObject;
import io.activitycore.constraint.PositiveDuration;
import io.activitycore.internal.AtLeastOne;
import io.activitycore.internal.Constraints;
import io.activitycore.internal.Copies;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something a person decides; at least one assignee or group.
 *
 * @param assignees who may do it
 * @param groups whose members may claim it
 * @param form JSON Schema of the outcome; optional
 * @param due how long it may take; optional
 * @param priority 1 (first) to 5; default 3
 */
@AtLeastOne({"assignees", "groups"})
public record Human(
    List<@NotBlank String> assignees,
    List<@NotBlank String> groups,
    @JsonObject @Nullable JsonNode form,
    @PositiveDuration @Nullable Duration due,
    @Min(1) @Max(5) @Nullable Integer priority) {

  /** Checks and copies. */
  public Human {
    assignees = Copies.list(assignees);
    groups = Copies.list(groups);
    form = Copies.jsonOrNull(form);
    Constraints.check(Human.class, assignees, groups, form, due, priority);
  }
}
