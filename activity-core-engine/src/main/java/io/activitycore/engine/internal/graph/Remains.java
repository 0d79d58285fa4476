package io.activitycore.engine.internal.graph;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.engine.internal.plan.Step;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What remains of a walk that did not succeed, for the run's next generation.
 *
 * @param known results that count again, by key: of tasks that were not undone, and of what was
 *     waited for or sent
 * @param undone task instances that were undone, or may have been
 */
public record Remains(SortedMap<String, JsonNode> known, SortedSet<String> undone) {

  static Remains of(Program program, WalkState state) {
    SortedSet<String> undone = new TreeSet<>();
    for (WalkRecord.Compensation compensation : state.compensations) {
      if (compensation.outcome() != CompensationOutcome.COMPENSATION_IMPOSSIBLE) {
        undone.add(compensation.key());
      }
    }
    if (state.undoing != null) {
      undone.add(state.undoing);
    }
    SortedMap<String, JsonNode> known = new TreeMap<>();
    for (TaskInstance instance : state.tasks()) {
      if (instance.outcome() == TaskOutcome.COMPLETED && !undone.contains(instance.key())) {
        known.put(instance.key(), state.result(program.vertex(instance.node()), instance));
      }
    }
    for (NodeState node : state.nodes()) {
      if (node.status == NodeState.Status.COMPLETED && lasts(program.vertex(node.id).step)) {
        known.put(node.id, node.value());
      }
    }
    return new Remains(known, undone);
  }

  /** What only computes is computed again. */
  private static boolean lasts(Step step) {
    return step instanceof Step.Pause
        || step instanceof Step.Emission
        || step instanceof Step.Person
        || step instanceof Step.Child
        || step instanceof Step.EventWait;
  }
}
