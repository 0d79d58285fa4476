package io.activitycore.engine;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.run.Decision;
import io.activitycore.run.RunOutcome;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a run would do. Its JSON form is a contract of the command line.
 *
 * @param decision STARTED, or FILTERED when the event does not fit the trigger
 * @param outcome null unless started
 * @param workflowId the run's
 * @param order nodes in the order started, conditions included
 * @param tasks task instances in the order started, one for every element of a {@code for_each}
 * @param context the context snapshot, by entry
 * @param compensated nodes whose task was undone, in that order; a {@code for_each} once for each
 *     element
 * @param reason what failed, or the reason of the {@code end} node that was reached; null where
 *     there is none. For people, no part of the JSON form
 */
public record Simulation(
    Decision.Kind decision,
    @Nullable RunOutcome outcome,
    @JsonProperty("workflow_id") String workflowId,
    List<String> order,
    List<Task> tasks,
    SortedMap<String, JsonNode> context,
    List<String> compensated,
    @JsonIgnore @Nullable String reason) {

  /**
   * A task instance.
   *
   * @param node its node
   * @param task its task type
   * @param input rendered; null when it could not be, so that there was no attempt
   * @param outcome COMPLETED or FAILED
   */
  public record Task(String node, String task, @Nullable JsonNode input, RunOutcome outcome) {}
}
