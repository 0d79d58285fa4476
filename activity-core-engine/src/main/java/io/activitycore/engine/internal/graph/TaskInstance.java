package io.activitycore.engine.internal.graph;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A task node in a run, or one element of it.
 *
 * @param input rendered; null when it could not be, so that there was no attempt
 * @param error why it failed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TaskInstance(
    String node,
    @Nullable Integer index,
    String task,
    @Nullable JsonNode input,
    TaskOutcome outcome,
    @Nullable NodeError error,
    int attempts) {

  /** The task instance's name within its run. */
  static String key(String node, @Nullable Integer index) {
    return index == null ? node : node + '[' + index + ']';
  }

  String key() {
    return key(node, index);
  }

  static TaskInstance started(String node, @Nullable Integer index, String task, JsonNode input) {
    return new TaskInstance(node, index, task, input, TaskOutcome.RUNNING, null, 0);
  }

  static TaskInstance notStarted(
      String node, @Nullable Integer index, String task, NodeError error) {
    return new TaskInstance(node, index, task, null, TaskOutcome.FAILED, error, 0);
  }

  TaskInstance settled(Settlement settlement) {
    if (settlement instanceof Settlement.Failed failed) {
      TaskOutcome outcome = failed.unknown() ? TaskOutcome.UNKNOWN : TaskOutcome.FAILED;
      return new TaskInstance(node, index, task, input, outcome, failed.error(), failed.attempts());
    }
    return new TaskInstance(node, index, task, input, TaskOutcome.COMPLETED, null, attempts);
  }

  /** Whether there may be something to undo. */
  boolean mayHaveEffect() {
    return outcome == TaskOutcome.COMPLETED || outcome == TaskOutcome.UNKNOWN;
  }
}
