package io.activitycore.engine.internal.plan;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Edge;
import io.activitycore.definition.Graph;
import io.activitycore.definition.Node;
import io.activitycore.definition.OnError;
import io.activitycore.definition.Rule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The graph of a definition, whichever form it is written in, with pointers back into that form.
 *
 * @param vertices in list order
 * @param arrows edges in list order, then routes
 */
record Shape(List<Vertex> vertices, List<Arrow> arrows) {

  /**
   * A node.
   *
   * @param id the node's, or one that no node can have
   * @param pointer to the node; for a rule's condition, to the rule
   * @param node null for a rule's condition
   * @param when a rule's condition; null for a node
   * @param each the list the task is done for, if any
   */
  record Vertex(
      String id, String pointer, @Nullable Node node, @Nullable String when, @Nullable Each each) {

    boolean isCondition() {
      return node == null || node.condition() != null;
    }
  }

  /**
   * A list that a task is done for.
   *
   * @param pointer to what holds {@code for_each}
   * @param ofRule whether that is a rule
   */
  record Each(String pointer, String items, String as, int maxConcurrency, boolean ofRule) {}

  /**
   * An edge or a route.
   *
   * @param pointer to the edge, or to the route's target
   * @param from null for a start edge
   */
  record Arrow(String pointer, @Nullable String from, String to, PlanEdge.Type type) {}

  static Shape of(ActivityDefinition definition) {
    Graph graph = definition.graph();
    List<Rule> rules = definition.rules();
    Shape shape = new Shape(new ArrayList<>(), new ArrayList<>());
    if (graph != null) {
      shape.addGraph(graph);
    } else if (rules != null) {
      new RuleChain(shape).add(rules);
    }
    shape.addRoutes();
    return shape;
  }

  private void addGraph(Graph graph) {
    for (int i = 0; i < graph.nodes().size(); i++) {
      addNode(graph.nodes().get(i), "/graph/nodes/" + i, null);
    }
    for (int i = 0; i < graph.edges().size(); i++) {
      Edge edge = graph.edges().get(i);
      arrows.add(new Arrow("/graph/edges/" + i, edge.from(), edge.to(), type(edge.type())));
    }
  }

  void addNode(Node node, String pointer, @Nullable Each ofRule) {
    vertices.add(new Vertex(node.id(), pointer, node, null, each(node, pointer, ofRule)));
  }

  private static @Nullable Each each(Node node, String pointer, @Nullable Each ofRule) {
    Integer given = node.maxConcurrency();
    int concurrency = given == null ? Node.DEFAULT_MAX_CONCURRENCY : given;
    if (node.forEach() != null && node.as() != null) {
      return new Each(pointer, node.forEach(), node.as(), concurrency, false);
    }
    return ofRule;
  }

  private void addRoutes() {
    for (Vertex vertex : vertices) {
      if (vertex.node() != null && vertex.node().onError() instanceof OnError.Route route) {
        String pointer = vertex.pointer() + "/on_error/route";
        arrows.add(new Arrow(pointer, vertex.id(), route.node(), PlanEdge.Type.ROUTE));
      }
    }
  }

  private static PlanEdge.Type type(Edge.Type type) {
    return switch (type) {
      case START, SEQUENCE -> PlanEdge.Type.SEQUENCE;
      case TRUE_BRANCH -> PlanEdge.Type.TRUE_BRANCH;
      case FALSE_BRANCH -> PlanEdge.Type.FALSE_BRANCH;
      case ALWAYS -> PlanEdge.Type.ALWAYS;
      case PARALLEL -> PlanEdge.Type.PARALLEL;
    };
  }
}
