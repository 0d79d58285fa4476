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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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
  private final Map<String, Vertex> vertices;

  private final @Nullable Expression completeWhen;

  private Program(Plan plan, Map<String, Vertex> vertices, @Nullable Expression completeWhen) {
    this.plan = plan;
    this.vertices = vertices;
    this.completeWhen = completeWhen;
  }

  /**
   * A node, ready to run.
   *
   * @param expression a condition's, a {@code for_each}'s, or what correlates an event
   * @param template a task's input; a {@code set}'s values; a wait's time; an event's or a child's
   *     payload; an end's reason
   * @param other a compensation's input; an event's subject
   */
  record Vertex(
      Step step,
      @Nullable Expression expression,
      @Nullable Template template,
      @Nullable Template other,
      List<PlanEdge> in,
      List<PlanEdge> out) {}

  /**
   * Compiles.
   *
   * @throws io.activitycore.expression.ExpressionException when an expression does not compile
   * @throws IllegalArgumentException when an edge leads to no node
   */
  public static Program compile(Plan plan, ExpressionEngine engine) {
    Compiler compiler = new Compiler(plan, engine);
    SortedMap<String, Vertex> vertices = new TreeMap<>();
    for (Step step : plan.nodes()) {
      vertices.put(step.id(), compiler.vertex(step));
    }
    for (PlanEdge edge : plan.edges()) {
      Vertex from = required(vertices, edge.from());
      Vertex to = required(vertices, edge.to());
      // One String an id: a look-up ends at the first comparison.
      PlanEdge joined = new PlanEdge(from.step().id(), to.step().id(), edge.type());
      from.out().add(joined);
      to.in().add(joined);
    }
    required(vertices, plan.start());
    String completeWhen = plan.completeWhen();
    // Hashed in id order: a look-up must not cost more in a large graph.
    return new Program(
        plan,
        new LinkedHashMap<>(vertices),
        completeWhen == null ? null : engine.compile(completeWhen, Names.OF_START));
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
    return new Program(other, vertices, completeWhen);
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

  Vertex vertex(String id) {
    return required(vertices, id);
  }

  boolean has(String id) {
    return vertices.containsKey(id);
  }

  Set<String> ids() {
    return vertices.keySet();
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

    Compiler(Plan plan, ExpressionEngine engine) {
      this.engine = engine;
      names.add(Names.ERRORS);
      names.addAll(plan.context().keySet());
      plan.nodes().stream().filter(step -> !step.hidden()).map(Step::id).forEach(names::add);
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
      Collection<String> bound = each == null ? List.of() : List.of(each.as());
      Function<String, Expression> compiler = source -> compile(source, bound);
      return vertex(
          task,
          each == null ? null : compile(each.items()),
          Template.compile(task.input(), compiler),
          undo == null || undo.input() == null ? null : Template.compile(undo.input(), compiler));
    }

    private static Vertex vertex(
        Step step,
        @Nullable Expression expression,
        @Nullable Template template,
        @Nullable Template other) {
      return new Vertex(step, expression, template, other, new ArrayList<>(), new ArrayList<>());
    }

    private @Nullable Template text(@Nullable String text) {
      return text == null ? null : Template.compile(text, this::compile);
    }

    private Expression compile(String source) {
      return compile(source, List.of());
    }

    private Expression compile(String source, Collection<String> bound) {
      Set<String> visible = new TreeSet<>(Names.occurring(source, names));
      visible.addAll(Names.occurring(source, bound));
      return engine.compile(source, visible);
    }
  }
}
