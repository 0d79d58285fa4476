package io.activitycore.benchmarks.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Edge;
import io.activitycore.definition.Graph;
import io.activitycore.definition.Node;
import io.activitycore.engine.internal.expression.CachedExpressions;
import io.activitycore.engine.internal.graph.Program;
import io.activitycore.engine.internal.plan.Plan;
import io.activitycore.engine.internal.plan.PlanCompiler;
import java.util.ArrayList;
import java.util.List;

/**
 * Graphs of tasks, each of which reads a result of its predecessor. They go straight to the plan:
 * no definition of this size could be saved.
 */
final class Drawn {

  /** One after the other. */
  static final String CHAIN = "chain";

  /** A first, a last, and all others between them. */
  static final String DIAMOND = "diamond";

  private final String prefix;

  private Drawn(String prefix) {
    this.prefix = prefix;
  }

  /**
   * A plan of so many nodes.
   *
   * @param copy its expressions differ from another copy's
   */
  static Plan plan(String shape, int nodes, int copy) {
    Drawn drawn = new Drawn("c" + copy + "_");
    Graph graph = shape.equals(CHAIN) ? drawn.chain(nodes) : drawn.diamond(nodes);
    return PlanCompiler.compile(
        ActivityDefinition.builder("drawn").graph(graph).build(), 1, "hash");
  }

  static Program program(Plan plan) {
    return Program.compile(plan, CachedExpressions.find());
  }

  private Graph chain(int count) {
    List<Node> nodes = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    nodes.add(task(0, "payload.number"));
    edges.add(Edge.start(id(0)));
    for (int i = 1; i < count; i++) {
      nodes.add(task(i, id(i - 1) + ".number"));
      edges.add(Edge.of(id(i - 1), id(i)));
    }
    return new Graph(nodes, edges);
  }

  private Graph diamond(int count) {
    List<Node> nodes = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    int last = count - 1;
    nodes.add(task(0, "payload.number"));
    edges.add(Edge.start(id(0)));
    for (int i = 1; i < last; i++) {
      nodes.add(task(i, id(0) + ".number"));
      edges.add(Edge.of(id(0), id(i)));
      edges.add(Edge.of(id(i), id(last)));
    }
    nodes.add(task(last, id(last - 1) + ".number"));
    return new Graph(nodes, edges);
  }

  private Node task(int i, String reads) {
    return Node.task(id(i), "bench.work").input(input("{{ " + reads + " }}")).build();
  }

  private static JsonNode input(String number) {
    return JsonNodeFactory.instance.objectNode().put("number", number);
  }

  private String id(int i) {
    return prefix + i;
  }
}
