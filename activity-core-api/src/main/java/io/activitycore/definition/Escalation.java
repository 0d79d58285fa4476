package io.activitycore.definition;

import io.activitycore.constraint.PositiveDuration;
import io.activitycore.internal.AtLeastOne;
import io.activitycore.internal.Constraints;
import io.activitycore.internal.Copies;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;

/**
 * Who else may do a human task that nobody has done for a while; at least one assignee or group.
 *
 * @param after how long after the task was asked
 * @param assignees who may do it too
 * @param groups whose members may claim it too
 */
@AtLeastOne({"assignees", "groups"})
public record Escalation(
    @NotNull @PositiveDuration Duration after,
    List<@NotBlank String> assignees,
    List<@NotBlank String> groups) {

  /** Checks and copies. */
  public Escalation {
    assignees = Copies.list(assignees);
    groups = Copies.list(groups);
    Constraints.check(Escalation.class, after, assignees, groups);
  }
}
