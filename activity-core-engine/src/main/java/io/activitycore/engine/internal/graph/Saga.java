package io.activitycore.engine.internal.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.engine.internal.graph.NodeState.Items;
import io.activitycore.engine.internal.plan.Step;
import io.activitycore.engine.internal.plan.Template;
import io.activitycore.expression.ExpressionException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Undoes what was done, last settled first, one after the other. What fails, or cannot be tried, is
 * recorded, and the others go on.
 */
final class Saga {

  private static final String SUFFIX = "~compensate";

  private final Program program;
  private final WalkState state;
  private final Scope scope;
  private final Turn turn;

  Saga(Program program, WalkState state, Scope scope, Turn turn) {
    this.program = program;
    this.state = state;
    this.scope = scope;
    this.turn = turn;
  }

  static String key(String taskKey) {
    return taskKey + SUFFIX;
  }

  /** Starts the next compensation; false when there is none left. */
  boolean next() {
    List<String> undo = state.undo;
    while (!undo.isEmpty()) {
      String key = undo.remove(undo.size() - 1);
      TaskInstance instance = instance(key);
      if (instance != null && start(key, instance)) {
        state.undoing = key;
        return true;
      }
    }
    return false;
  }

  void settle(String compensationKey, Settlement settlement) {
    String key = state.undoing;
    TaskInstance instance = key == null ? null : instance(key);
    if (key == null || instance == null || !key(key).equals(compensationKey)) {
      throw new IllegalArgumentException("nothing to settle under " + compensationKey);
    }
    state.undoing = null;
    if (settlement instanceof Settlement.Failed failed) {
      record(key, instance, CompensationOutcome.FAILED, failed.error());
    } else {
      record(key, instance, CompensationOutcome.COMPLETED, null);
    }
  }

  private @Nullable TaskInstance instance(String key) {
    int place = state.place(key, program.find(key));
    return place < 0 ? null : state.task(place);
  }

  private boolean start(String key, TaskInstance instance) {
    Vertex vertex = program.vertex(instance.node());
    Step.Task task = (Step.Task) vertex.step;
    Step.Undo undo = task.compensate();
    if (undo == null) {
      return false;
    }
    try {
      String queue = undo.queue() == null ? task.queue() : undo.queue();
      turn.add(
          new Effect.StartCompensation(
              key(key),
              instance.node(),
              instance.index(),
              undo.task(),
              input(vertex, task, instance),
              undo.retry(),
              undo.timeouts(),
              queue == null ? program.plan().taskQueue() : queue));
      return true;
    } catch (ExpressionException e) {
      NodeError error = NodeError.expression(String.valueOf(e.getMessage()));
      record(key, instance, CompensationOutcome.COMPENSATION_IMPOSSIBLE, error);
      return false;
    }
  }

  private JsonNode input(Vertex vertex, Step.Task task, TaskInstance instance) {
    Template template = vertex.other;
    if (template != null) {
      return scope.render(template, bound(vertex, task, instance));
    }
    JsonNode own = instance.input();
    return own == null ? JsonNodeFactory.instance.objectNode() : own;
  }

  /** An element's compensation sees the element, and under the node's name its own result. */
  private Map<String, JsonNode> bound(Vertex vertex, Step.Task task, TaskInstance instance) {
    Items items = state.node(vertex).items;
    if (items == null || instance.index() == null) {
      return Map.of();
    }
    Map<String, JsonNode> bound = new HashMap<>(Tasks.bound(task, items, instance.index()));
    boolean completed = instance.outcome() == TaskOutcome.COMPLETED;
    bound.put(
        task.id(),
        completed ? state.result(vertex, instance) : JsonNodeFactory.instance.objectNode());
    return bound;
  }

  private void record(
      String key, TaskInstance instance, CompensationOutcome outcome, @Nullable NodeError error) {
    Step.Task task = (Step.Task) program.vertex(instance.node()).step;
    String type = task.compensate() == null ? task.task() : task.compensate().task();
    state.compensations.add(
        new WalkRecord.Compensation(key, instance.node(), instance.index(), type, outcome, error));
  }
}
