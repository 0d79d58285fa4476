package io.activitycore.engine.internal.plan;

import io.activitycore.definition.Node;
import io.activitycore.definition.Rule;
import io.activitycore.engine.internal.plan.Shape.Arrow;
import io.activitycore.engine.internal.plan.Shape.Each;
import io.activitycore.engine.internal.plan.Shape.Vertex;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lays rules out as a chain: every {@code when} becomes a condition that is hidden from accounts,
 * its tasks follow the true branch, and the false branch joins them again at the next rule.
 */
final class RuleChain {

  private final Shape shape;

  /** Ends that the next node continues; empty before the first. */
  private List<End> open = new ArrayList<>();

  RuleChain(Shape shape) {
    this.shape = shape;
  }

  private record End(String from, PlanEdge.Type type) {}

  void add(List<Rule> rules) {
    for (int i = 0; i < rules.size(); i++) {
      add(rules.get(i), i);
    }
  }

  private void add(Rule rule, int index) {
    String pointer = "/rules/" + index;
    End otherwise = null;
    if (rule.when() != null) {
      // No CEL identifier has a #, so no node can have this id and no expression can read it.
      String id = "when#" + index;
      shape.vertices().add(new Vertex(id, pointer, null, rule.when(), null));
      connect(id, pointer);
      open.add(new End(id, PlanEdge.Type.TRUE_BRANCH));
      otherwise = new End(id, PlanEdge.Type.FALSE_BRANCH);
    }
    for (int i = 0; i < rule.tasks().size(); i++) {
      Node task = rule.tasks().get(i);
      String at = pointer + "/tasks/" + i;
      shape.addNode(task, at, each(rule, task, pointer));
      connect(task.id(), at);
      open.add(new End(task.id(), PlanEdge.Type.SEQUENCE));
    }
    if (otherwise != null) {
      open.add(otherwise);
    }
  }

  private static @Nullable Each each(Rule rule, Node task, String pointer) {
    if (rule.forEach() == null || rule.as() == null || task.task() == null) {
      return null;
    }
    return new Each(pointer, rule.forEach(), rule.as(), Node.DEFAULT_MAX_CONCURRENCY, true);
  }

  private void connect(String to, String pointer) {
    if (open.isEmpty()) {
      shape.arrows().add(new Arrow(pointer, null, to, PlanEdge.Type.SEQUENCE));
    }
    for (End end : open) {
      shape.arrows().add(new Arrow(pointer, end.from(), to, end.type()));
    }
    open = new ArrayList<>();
  }
}
