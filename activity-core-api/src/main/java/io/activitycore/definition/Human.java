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
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something a person decides; at least one assignee or group. A task that is not done by {@code
 * due} fails its node with the error type {@code timeout}.
 *
 * @param assignees who may do it
 * @param groups whose members may claim it
 * @param form JSON Schema of the outcome; optional
 * @param due how long it may take; optional
 * @param priority 1 (first) to 5; default 3
 * @param remind when to remind of it, each counted from when the task was asked
 * @param escalate who else may do it after a while; optional
 */
@AtLeastOne({"assignees", "groups"})
public record Human(
    List<@NotBlank String> assignees,
    List<@NotBlank String> groups,
    @JsonObject @Nullable JsonNode form,
    @PositiveDuration @Nullable Duration due,
    @Min(1) @Max(5) @Nullable Integer priority,
    List<@NotNull @PositiveDuration Duration> remind,
    @Nullable Escalation escalate) {

  /** Checks and copies. */
  public Human {
    assignees = Copies.list(assignees);
    groups = Copies.list(groups);
    form = Copies.jsonOrNull(form);
    remind = Copies.list(remind);
    Constraints.check(Human.class, assignees, groups, form, due, priority, remind, escalate);
  }

  /** For these people, with the defaults. */
  public static Human of(String... assignees) {
    return new Human(List.of(assignees), List.of(), null, null, null, List.of(), null);
  }

  /** For the members of these groups, with the defaults. */
  public static Human ofGroups(String... groups) {
    return new Human(List.of(), List.of(groups), null, null, null, List.of(), null);
  }

  /** The same for these groups too. */
  public Human withGroups(String... others) {
    return new Human(assignees, List.of(others), form, due, priority, remind, escalate);
  }

  /** The same with a JSON Schema of the outcome. */
  public Human withForm(JsonNode schema) {
    return new Human(assignees, groups, schema, due, priority, remind, escalate);
  }

  /** The same with an end to the waiting. */
  public Human withDue(Duration longest) {
    return new Human(assignees, groups, form, longest, priority, remind, escalate);
  }

  /** The same with another priority, 1 (first) to 5. */
  public Human withPriority(int level) {
    return new Human(assignees, groups, form, due, level, remind, escalate);
  }

  /** The same with reminders, each counted from when the task was asked. */
  public Human withRemind(Duration... times) {
    return new Human(assignees, groups, form, due, priority, List.of(times), escalate);
  }

  /** The same with others who may do it after a while. */
  public Human withEscalate(Escalation others) {
    return new Human(assignees, groups, form, due, priority, remind, others);
  }
}
