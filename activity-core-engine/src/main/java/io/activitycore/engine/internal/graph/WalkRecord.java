package io.activitycore.engine.internal.graph;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a walk did, for people and for the audit.
 *
 * @param order nodes in the order started
 * @param tasks in the order started
 * @param skipped why, by node that did not run
 * @param errors what went wrong, by node
 * @param compensations in the order tried
 */
public record WalkRecord(
    List<String> order,
    List<Task> tasks,
    SortedMap<String, String> skipped,
    SortedMap<String, NodeError> errors,
    List<Compensation> compensations) {

  /**
   * A task instance.
   *
   * @param key the node, or {@code node[index]}
   * @param index position in a {@code for_each}'s list; null without one
   * @param input null when it could not be rendered
   * @param result null unless completed
   * @param error null unless failed
   */
  public record Task(
      String key,
      String node,
      @Nullable Integer index,
      String task,
      @Nullable JsonNode input,
      TaskOutcome outcome,
      @Nullable JsonNode result,
      @Nullable NodeError error,
      int attempts) {}

  /**
   * A compensation.
   *
   * @param key of what it undid
   * @param error null when it succeeded
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Compensation(
      String key,
      String node,
      @Nullable Integer index,
      String task,
      CompensationOutcome outcome,
      @Nullable NodeError error) {}

  static WalkRecord of(Program program, WalkState state) {
    List<Task> tasks =
        state.tasks().stream()
            .map(instance -> task(instance, program.vertex(instance.node()), state))
            .toList();
    SortedMap<String, String> skipped = new TreeMap<>();
    for (NodeState node : state.nodes()) {
      if (node.reason != null && !program.vertex(node.id).step.hidden()) {
        skipped.put(node.id, node.reason);
      }
    }
    return new WalkRecord(
        List.copyOf(state.order),
        tasks,
        skipped,
        new TreeMap<>(state.errors),
        List.copyOf(state.compensations));
  }

  private static Task task(TaskInstance instance, Vertex vertex, WalkState state) {
    return new Task(
        instance.key(),
        instance.node(),
        instance.index(),
        instance.task(),
        instance.input(),
        instance.outcome(),
        instance.outcome() == TaskOutcome.COMPLETED ? state.result(vertex, instance) : null,
        instance.error(),
        instance.attempts());
  }
}
