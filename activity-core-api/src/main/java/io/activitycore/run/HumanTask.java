package io.activitycore.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that a run asks a person to decide. Immutable; a change is a new {@code revision}.
 *
 * @param id the task instance id of its node; also the id of the wait that it settles
 * @param tenant the tenant
 * @param activityId the activity that asks
 * @param workflowId the run that asks
 * @param node its node
 * @param assignees who may do it; each may claim it
 * @param groups whose members may claim it
 * @param form JSON Schema of the outcome; null: anything
 * @param priority 1 (first) to 5
 * @param createdAt when it was asked
 * @param due when the run gives up; null: never
 * @param status where it is
 * @param claimedBy who works on it; null while nobody does
 * @param completedBy who decided; null while nobody has
 * @param outcome what was decided; null while nothing is
 * @param revision 1 at first, one more with each change
 */
public record HumanTask(
    String id,
    String tenant,
    String activityId,
    String workflowId,
    String node,
    List<String> assignees,
    List<String> groups,
    @Nullable JsonNode form,
    int priority,
    Instant createdAt,
    @Nullable Instant due,
    Status status,
    @Nullable String claimedBy,
    @Nullable String completedBy,
    @Nullable JsonNode outcome,
    int revision) {

  /** Copies. */
  public HumanTask {
    assignees = List.copyOf(assignees);
    groups = List.copyOf(groups);
  }

  /** Where a task is. */
  public enum Status {
    /** Nobody works on it. */
    OPEN,
    /** Somebody works on it. */
    CLAIMED,
    /** It was decided. */
    COMPLETED,
    /** The run does not wait for it any more: it was due, or the run ended. */
    CLOSED
  }
}
