package io.activitycore.engine.internal.plan;

import io.activitycore.InvalidModelException.Violation;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.engine.internal.plan.Shape.Arrow;
import io.activitycore.engine.internal.plan.Shape.Vertex;
import io.activitycore.internal.Texts;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether a graph whose form is right (unique ids, one start edge) can be walked. */
final class GraphCheck {

  private static final int NODES_NAMED = 20;

  private final ActivityDefinition definition;
  private final Shape shape;
  private final Topology topology;
  private final List<Violation> problems;
  private final Map<String, Vertex> vertices = new HashMap<>();

  GraphCheck(
      ActivityDefinition definition, Shape shape, Topology topology, List<Violation> problems) {
    this.definition = definition;
    this.shape = shape;
    this.topology = topology;
    this.problems = problems;
  }

  void check() {
    shape.vertices().forEach(vertex -> vertices.put(vertex.id(), vertex));
    Set<String> seen = new HashSet<>();
    for (Arrow arrow : shape.arrows()) {
      ends(arrow);
      branch(arrow);
      if (!seen.add(arrow.from() + " " + arrow.to() + " " + arrow.type())) {
        add(arrow.pointer(), "duplicate_edge", "is there already: " + named(arrow));
      }
    }
    conditions();
    paths();
  }

  private void ends(Arrow arrow) {
    boolean route = arrow.type() == PlanEdge.Type.ROUTE;
    if (!topology.has(arrow.to())) {
      String pointer = route ? arrow.pointer() : arrow.pointer() + "/to";
      add(pointer, "unknown_node", "there is no node " + Texts.shorten(arrow.to()));
    }
    if (arrow.from() != null && !topology.has(arrow.from())) {
      add(
          arrow.pointer() + "/from",
          "unknown_node",
          "there is no node " + Texts.shorten(arrow.from()));
    }
  }

  private void branch(Arrow arrow) {
    Vertex source = vertices.get(String.valueOf(arrow.from()));
    if (arrow.type().branch() && source != null && !source.isCondition()) {
      add(
          arrow.pointer() + "/type",
          "branch",
          "leaves " + source.id() + ", which is no condition: only a condition has branches");
    }
  }

  private void conditions() {
    for (Vertex vertex : shape.vertices()) {
      boolean branches =
          topology.out(vertex.id()).stream().anyMatch(arrow -> arrow.type().branch());
      if (vertex.node() != null && vertex.isCondition() && !branches) {
        add(
            vertex.pointer() + "/condition",
            "branch",
            "condition "
                + vertex.id()
                + " has no branch: expected a true_branch or a false_branch");
      }
    }
  }

  private void paths() {
    List<Topology.Cycle> cycles = topology.cycles();
    for (Topology.Cycle cycle : cycles) {
      add(cycle.closing().pointer(), "cycle", "closes a cycle: " + path(cycle.path()));
    }
    if (cycles.isEmpty()) {
      DefinitionCheck.limit(
          problems,
          definition.graph() == null ? "/rules" : "/graph",
          "nodes on its longest path",
          topology.depth(),
          DefinitionCheck.MAX_DEPTH);
    }
    Set<String> reachable = topology.reachable();
    if (reachable.isEmpty()) {
      return; // the start edge leads nowhere: reported
    }
    for (Vertex vertex : shape.vertices()) {
      if (!reachable.contains(vertex.id())) {
        add(
            vertex.pointer(),
            "unreachable",
            "node " + vertex.id() + " cannot be reached from the start edge");
      }
    }
  }

  /** A long circle is shown by its ends. */
  private static String path(List<String> nodes) {
    if (nodes.size() <= NODES_NAMED) {
      return String.join(" -> ", nodes);
    }
    int half = NODES_NAMED / 2;
    return String.join(" -> ", nodes.subList(0, half))
        + " -> ... -> "
        + String.join(" -> ", nodes.subList(nodes.size() - half, nodes.size()));
  }

  private static String named(Arrow arrow) {
    return arrow.from() + " -> " + arrow.to();
  }

  private void add(String pointer, String code, String message) {
    problems.add(new Violation(pointer, code, message));
  }
}
