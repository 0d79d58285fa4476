package io.activitycore.engine.internal.graph;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.engine.internal.plan.Names;
import io.activitycore.engine.internal.plan.Plan;
import io.activitycore.engine.internal.plan.PlanEdge;
import io.activitycore.engine.internal.plan.Step;
import io.activitycore.engine.internal.plan.Template;
import io.activitycore.expression.Expression;
import io.activitycore.expression.ExpressionEngine;
import io.activitycore.expression.ExpressionException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A plan with its expressions compiled and its edges by node. Making one is slow and does not
 * belong on a workflow thread; it depends on the plan's graph only, so it can be kept by {@link
 * Plan#graphHash} and shared through {@link #with}. Immutable and thread-safe.
 */
public final class Program {

  private final Plan plan;

  /** In id order. */
  private final List<Vertex> vertices;

  /** For names that come from outside; never walked through: it has no order. */
  private final Map<String, Vertex> byId;

  private final @Nullable Expression completeWhen;

  private Program(
      Plan plan,
      List<Vertex> vertices,
      Map<String, Vertex> byId,
      @Nullable Expression completeWhen) {
    this.plan = plan;
    this.vertices = vertices;
    this.byId = byId;
    this.completeWhen = completeWhen;
  }

  /**
   * Compiles.
   *
   * @throws io.activitycore.expression.ExpressionException when an expression does not compile
   * @throws IllegalArgumentException when an edge leads to no node
   */
  public static Program compile(Plan plan, ExpressionEngine engine) {
    Compiler compiler = new Compiler(plan, engine);
    Map<String, Vertex> byId = new HashMap<>();
    for (Step step : plan.nodes()) {
      byId.put(step.id(), compiler.vertex(step));
    }
    List<Vertex> vertices = byId.values().stream().sorted(Vertex.BY_ID).toList();
    join(plan.edges(), vertices, byId);
    required(byId, plan.start());
    String completeWhen = plan.completeWhen();
    return new Program(
        plan,
        vertices,
        // One flat table: a look-up goes to fewer places.
        Map.copyOf(byId),
        completeWhen == null ? null : engine.compile(completeWhen, Names.OF_START));
  }

  private static void join(List<PlanEdge> edges, List<Vertex> vertices, Map<String, Vertex> byId) {
    Map<Vertex, List<Vertex.Edge>> in = new HashMap<>();
    Map<Vertex, List<Vertex.Edge>> out = new HashMap<>();
    for (PlanEdge edge : edges) {
      Vertex from = required(byId, edge.from());
      Vertex to = required(byId, edge.to());
      Vertex.Edge joined = new Vertex.Edge(from, to, edge.type());
      out.computeIfAbsent(from, vertex -> new ArrayList<>()).add(joined);
      in.computeIfAbsent(to, vertex -> new ArrayList<>()).add(joined);
    }
    for (Vertex vertex : vertices) {
      vertex.join(in.getOrDefault(vertex, List.of()), out.getOrDefault(vertex, List.of()));
    }
  }

  /**
   * The same for another run's plan.
   *
   * @throws IllegalArgumentException when that has another graph
   */
  public Program with(Plan other) {
    if (!other.graphHash().equals(plan.graphHash())) {
      throw new IllegalArgumentException(
          "another graph: " + other.activityId() + " version " + other.version());
    }
    return new Program(other, vertices, byId, completeWhen);
  }

  /** The plan it was made of. */
  public Plan plan() {
    return plan;
  }

  /**
   * Whether a long-lived run is over; a condition that fails says no.
   *
   * @param variables the values of {@code event, payload, trigger, run}
   */
  public boolean isComplete(Map<String, JsonNode> variables) {
    try {
      return completeWhen != null && completeWhen.evaluate(variables).asBoolean();
    } catch (ExpressionException e) {
      return false;
    }
  }

  /** The node of that id, which must exist. */
  Vertex vertex(String id) {
    return required(byId, id);
  }

  /** The node of that id, if there is one. */
  @Nullable Vertex find(String id) {
    return byId.get(id);
  }

  /** In id order. */
  List<Vertex> vertices() {
    return vertices;
  }

  private static Vertex required(Map<String, Vertex> vertices, String id) {
    Vertex vertex = vertices.get(id);
    if (vertex == null) {
      throw new IllegalArgumentException("the plan has no node " + id);
    }
    return vertex;
  }

  /** Compiles steps. */
  private static final class Compiler {
    private final ExpressionEngine engine;
    private final Set<String> names = new TreeSet<>(Names.OF_START);
    private final Map<String, Integer> indexes = new HashMap<>();

    /** By source: nodes that read the same share it. */
    private final Map<String, Reading> readings = new HashMap<>();

    Compiler(Plan plan, ExpressionEngine engine) {
      this.engine = engine;
      names.add(Names.ERRORS);
      names.addAll(plan.context().keySet());
      plan.nodes().stream().filter(step -> !step.hidden()).map(Step::id).forEach(names::add);
      plan.nodes().stream()
          .map(Step::id)
          .sorted()
          .forEach(id -> indexes.putIfAbsent(id, indexes.size()));
    }

    Vertex vertex(Step step) {
      if (step instanceof Step.Task task) {
        return task(task);
      }
      if (step instanceof Step.Condition condition) {
        return vertex(step, compile(condition.condition()), null, null);
      }
      if (step instanceof Step.Assign assign) {
        return vertex(step, null, Template.compile(assign.values(), this::compile), null);
      }
      if (step instanceof Step.Emission emission) {
        Template payload = Template.compile(emission.payload(), this::compile);
        return vertex(step, null, payload, text(emission.subject()));
      }
      if (step instanceof Step.Child child) {
        return vertex(step, null, Template.compile(child.input(), this::compile), null);
      }
      if (step instanceof Step.EventWait wait) {
        return vertex(step, compile(wait.correlate()), null, null);
      }
      if (step instanceof Step.Pause pause) {
        String time = pause.duration() == null ? pause.until() : pause.duration();
        return vertex(step, null, text(time), null);
      }
      return vertex(step, null, step instanceof Step.Stop stop ? text(stop.reason()) : null, null);
    }

    private Vertex task(Step.Task task) {
      Step.ForEach each = task.forEach();
      Step.Undo undo = task.compensate();
      Function<String, Expression> compiler =
          each == null ? this::compile : source -> compile(source, List.of(each.as()));
      return vertex(
          task,
          each == null ? null : compile(each.items()),
          Template.compile(task.input(), compiler),
          undo == null || undo.input() == null ? null : Template.compile(undo.input(), compiler));
    }

    private Vertex vertex(
        Step step,
        @Nullable Reading expression,
        @Nullable Template template,
        @Nullable Template other) {
      int index = indexes.getOrDefault(step.id(), 0);
      return new Vertex(index, step, expression, template, other);
    }

    private @Nullable Template text(@Nullable String text) {
      return text == null ? null : Template.compile(text, this::compile);
    }

    private Reading compile(String source) {
      Reading known = readings.get(source);
      if (known != null) {
        return known;
      }
      Reading compiled = compile(source, List.of());
      readings.put(source, compiled);
      return compiled;
    }

    private Reading compile(String source, Collection<String> bound) {
      Set<String> visible = new TreeSet<>(Names.occurring(source, names));
      visible.addAll(Names.occurring(source, bound));
      return new Reading(engine.compile(source, visible), indexes);
    }
  }
}
