package io.activitycore.engine.internal.graph;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.engine.internal.graph.NodeState.Items;
import io.activitycore.engine.internal.plan.Step;
import io.activitycore.expression.ExpressionException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Task nodes: one instance each, or one for every element of a list. */
final class Tasks {

  private final Program program;
  private final WalkState state;
  private final Scope scope;
  private final Turn turn;
  private final Map<String, JsonNode> known;

  Tasks(Program program, WalkState state, Scope scope, Turn turn, Map<String, JsonNode> known) {
    this.program = program;
    this.state = state;
    this.scope = scope;
    this.turn = turn;
    this.known = known;
  }

  void start(Step.Task task) {
    NodeError error = start(task, null, Map.of());
    if (error != null) {
      turn.settled(task.id(), new Settlement.Failed(error, false, 0));
    } else {
      recall(task.id());
    }
  }

  /** Settles an instance whose result is known from an earlier generation of the run. */
  private void recall(String key) {
    JsonNode result = known.get(key);
    TaskInstance instance = state.tasks.get(key);
    if (result != null && instance != null) {
      settled(key, instance, new Settlement.Completed(result));
    }
  }

  void startEach(Step.Task task, JsonNode elements, int size) {
    Items items = new Items();
    for (int i = 0; i < size; i++) {
      items.elements.add(i < elements.size() ? elements.get(i) : null);
      items.results.addNull();
    }
    state.node(task.id()).items = items;
    advance(task, items);
  }

  /** Takes how an instance ended; the node settles with its last one. */
  void settle(String key, TaskInstance instance, Settlement settlement) {
    settled(key, instance, settlement);
    Step.Task task = (Step.Task) program.vertex(instance.node()).step();
    Items items = state.node(task.id()).items;
    if (items != null && instance.index() != null) {
      advance(task, items);
    }
  }

  private void settled(String key, TaskInstance instance, Settlement settlement) {
    TaskInstance settled = instance.settled(settlement);
    state.tasks.put(key, settled);
    Step.Task task = (Step.Task) program.vertex(instance.node()).step();
    if (settled.mayHaveEffect() && task.compensate() != null) {
      state.undo.add(key);
    }
    Items items = state.node(task.id()).items;
    if (items == null || instance.index() == null) {
      turn.settled(task.id(), settlement);
      return;
    }
    items.inFlight--;
    if (settlement instanceof Settlement.Completed completed) {
      items.results.set(instance.index(), completed.result());
    } else if (settlement instanceof Settlement.Failed failed) {
      elementFailed(task, items, instance.index(), failed.error());
    }
  }

  private void advance(Step.Task task, Items items) {
    Step.ForEach each = task.forEach();
    int limit = each == null ? 1 : Math.max(1, each.maxConcurrency());
    while (!items.broken
        && !state.cancelled
        && items.next < items.results.size()
        && items.inFlight < limit) {
      startElement(task, items, items.next++);
    }
    if (items.done(state.cancelled)) {
      turn.settled(task.id(), settlement(items));
    }
  }

  private void startElement(Step.Task task, Items items, int index) {
    NodeError error = start(task, index, bound(task, items, index));
    if (error == null) {
      items.inFlight++;
      recall(TaskInstance.key(task.id(), index));
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
      Step.Task task, @Nullable Integer index, Map<String, JsonNode> bound) {
    String key = TaskInstance.key(task.id(), index);
    try {
      JsonNode input = scope.render(Starter.required(program.vertex(task.id()).template()), bound);
      state.tasks.put(key, TaskInstance.started(task.id(), index, task.task(), input));
      if (!known.containsKey(key)) {
        turn.add(effect(task, key, index, input));
      }
      return null;
    } catch (ExpressionException e) {
      NodeError error = NodeError.expression(String.valueOf(e.getMessage()));
      state.tasks.put(key, TaskInstance.notStarted(task.id(), index, task.task(), error));
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
        task.queue() == null ? program.plan().taskQueue() : task.queue(),
        task.priority(),
        task.resultLimit());
  }
}
