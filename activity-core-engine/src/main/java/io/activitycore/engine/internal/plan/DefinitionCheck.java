package io.activitycore.engine.internal.plan;

import io.activitycore.InvalidModelException.Violation;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.ScheduleTrigger;
import io.activitycore.engine.internal.tick.ScheduleCheck;
import io.activitycore.expression.ExpressionEngine;
import java.util.ArrayList;
import java.util.List;

/** Whether a definition can be saved: its graph, its expressions, its limits. */
public final class DefinitionCheck {

  /** Nodes in a definition: a graph beyond it is generated, and should be a {@code for_each}. */
  public static final int MAX_NODES = 1_000;

  /** Edges and routes in a definition: five a node, so that a plan stays far below its limit. */
  public static final int MAX_EDGES = 5_000;

  /** Nodes on the longest path: each is at least one step after another in a run's history. */
  public static final int MAX_DEPTH = 500;

  private DefinitionCheck() {}

  /**
   * Finds every problem.
   *
   * @param engine compiles the expressions
   * @return in the definition's order; empty for a sound one. Pointers are the definition's
   */
  public static List<Violation> check(ActivityDefinition definition, ExpressionEngine engine) {
    List<Violation> problems = new ArrayList<>();
    schedule(definition, problems);
    Shape shape = Shape.of(definition);
    ExpressionCheck expressions = new ExpressionCheck(definition, engine, problems);
    expressions.start();
    if (withinLimits(definition, shape, problems)) {
      Topology topology = new Topology(shape);
      new GraphCheck(definition, shape, topology, problems).check();
      expressions.graph(shape, topology);
    }
    return List.copyOf(problems);
  }

  private static boolean withinLimits(
      ActivityDefinition definition, Shape shape, List<Violation> problems) {
    int before = problems.size();
    String nodes = definition.graph() == null ? "/rules" : "/graph/nodes";
    String edges = definition.graph() == null ? "/rules" : "/graph/edges";
    limit(problems, nodes, "nodes", shape.vertices().size(), MAX_NODES);
    limit(problems, edges, "edges", shape.arrows().size(), MAX_EDGES);
    return problems.size() == before;
  }

  static void limit(List<Violation> problems, String pointer, String what, int got, int most) {
    if (got > most) {
      problems.add(
          new Violation(pointer, "limit", "has " + got + " " + what + ", the most is " + most));
    }
  }

  private static void schedule(ActivityDefinition definition, List<Violation> problems) {
    ScheduleTrigger schedule = definition.trigger().schedule();
    if (schedule != null) {
      for (Violation each : ScheduleCheck.check(schedule)) {
        problems.add(
            new Violation("/trigger/schedule" + each.pointer(), each.code(), each.message()));
      }
    }
  }
}
