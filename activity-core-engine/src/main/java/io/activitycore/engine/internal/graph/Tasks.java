package io.activitycore.engine.internal.graph;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.engine.internal.graph.NodeState.Items;
import io.activitycore.engine.internal.plan.Step;
import io.activitycore.expression.ExpressionException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Task nodes: one instance each, or one for every element of a list. */
final class Tasks {

  /** Of every task that names no other. */
  private final String taskQueue;

  private final WalkState state;
  private final Scope scope;
  private final Turn turn;
  private final Map<String, JsonNode> known;

  Tasks(Program program, WalkState state, Scope scope, Turn turn, Map<String, JsonNode> known) {
    taskQueue = program.plan().taskQueue();
    this.state = state;
    this.scope = scope;
    this.turn = turn;
    this.known = known;
  }

  void start(Vertex vertex, Step.Task task) {
    NodeError error = start(vertex, task, null, Map.of());
    if (error != null) {
      turn.settled(vertex, new Settlement.Failed(error, false, 0));
    } else {
      recall(vertex, task, vertex.id);
    }
  }

  /**
   * Settles the instance that was started last when its result is known from an earlier generation
   * of the run.
   */
  private void recall(Vertex vertex, Step.Task task, String key) {
    JsonNode result = known.get(key);
    if (result != null) {
      settled(vertex, task, state.tasks().size() - 1, new Settlement.Completed(result));
    }
  }

  void startEach(Vertex vertex, Step.Task task, JsonNode elements, int size) {
    Items items = new Items();
    for (int i = 0; i < size; i++) {
      items.elements.add(i < elements.size() ? elements.get(i) : null);
      items.results.addNull();
    }
    state.node(vertex).items = items;
    advance(vertex, task, items);
  }

  /**
   * Takes how an instance ended; the node settles with its last one.
   *
   * @param place the instance's
   */
  void settle(Vertex vertex, int place, Settlement settlement) {
    Step.Task task = (Step.Task) vertex.step;
    Items items = settled(vertex, task, place, settlement);
    if (items != null) {
      advance(vertex, task, items);
    }
  }

  /** Gives the node's elements if the instance is one of them. */
  private @Nullable Items settled(Vertex vertex, Step.Task task, int place, Settlement settlement) {
    TaskInstance settled = state.task(place).settled(settlement);
    state.settled(place, settled);
    if (task.compensate() != null && settled.mayHaveEffect()) {
      state.undo.add(settled.key());
    }
    Items items = settled.index() == null ? null : state.node(vertex).items;
    if (items == null || settled.index() == null) {
      turn.settled(vertex, settlement);
      return null;
    }
    items.inFlight--;
    if (settlement instanceof Settlement.Completed completed) {
      items.results.set(settled.index(), completed.result());
    } else if (settlement instanceof Settlement.Failed failed) {
      elementFailed(task, items, settled.index(), failed.error());
    }
    return items;
  }

  private void advance(Vertex vertex, Step.Task task, Items items) {
    Step.ForEach each = task.forEach();
    int limit = each == null ? 1 : Math.max(1, each.maxConcurrency());
    while (!items.broken
        && !state.cancelled
        && items.next < items.results.size()
        && items.inFlight < limit) {
      startElement(vertex, task, items, items.next++);
    }
    if (items.done(state.cancelled)) {
      turn.settled(vertex, settlement(items));
    }
  }

  private void startElement(Vertex vertex, Step.Task task, Items items, int index) {
    NodeError error = start(vertex, task, index, bound(task, items, index));
    if (error == null) {
      items.inFlight++;
      recall(vertex, task, TaskInstance.key(vertex.id, index));
    } else {
      elementFailed(task, items, index, error);
    }
  }

  static Map<String, JsonNode> bound(Step.Task task, Items items, int index) {
    Step.ForEach each = task.forEach();
    return each == null ? Map.of() : Map.of(each.as(), items.elements.get(index));
  }

  private static void elementFailed(Step.Task task, Items items, int index, NodeError error) {
    if (items.error == null) {
      items.error = new NodeError(error.type(), "[" + index + "]: " + error.message());
    }
    items.broken |= task.onError() != Step.OnFailure.CONTINUE;
  }

  private static Settlement settlement(Items items) {
    if (items.broken && items.error != null) {
      return new Settlement.Failed(items.error, false, 0);
    }
    if (items.next < items.results.size()) {
      return Settlement.Failed.certain(
          NodeError.CANCELLED,
          "cancelled after " + items.next + " of " + items.results.size() + " elements",
          0);
    }
    return new Settlement.Completed(items.results);
  }

  /** Gives what is wrong with its input, or null when it is on its way. */
  private @Nullable NodeError start(
      Vertex vertex, Step.Task task, @Nullable Integer index, Map<String, JsonNode> bound) {
    try {
      JsonNode input = scope.render(Starter.required(vertex.template), bound);
      state.started(vertex, TaskInstance.started(vertex.id, index, task.task(), input));
      String key = TaskInstance.key(vertex.id, index);
      if (!known.containsKey(key)) {
        turn.add(effect(task, key, index, input));
      }
      return null;
    } catch (ExpressionException e) {
      NodeError error = NodeError.expression(String.valueOf(e.getMessage()));
      state.started(vertex, TaskInstance.notStarted(vertex.id, index, task.task(), error));
      return error;
    }
  }

  private Effect effect(Step.Task task, String key, @Nullable Integer index, JsonNode input) {
    return new Effect.StartTask(
        key,
        task.id(),
        index,
        task.task(),
        input,
        task.retry(),
        task.timeouts(),
        task.queue() == null ? taskQueue : task.queue(),
        task.priority(),
        task.resultLimit());
  }
}
