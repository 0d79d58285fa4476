package io.activitycore.engine.internal.graph;

import io.activitycore.engine.internal.plan.PlanEdge;
import io.activitycore.engine.internal.plan.Step;
import io.activitycore.engine.internal.plan.Template;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of a {@link Program}, ready to run. Nodes and edges refer to each other, so that a walk
 * looks nothing up by name. Immutable once its program is made.
 */
final class Vertex {

  static final Comparator<Vertex> BY_ID = Comparator.comparingInt(vertex -> vertex.index);

  /** Its place in id order. */
  final int index;

  final String id;
  final Step step;

  /** A condition's, a {@code for_each}'s, or what correlates an event. */
  final @Nullable Reading expression;

  /**
   * A task's input; a {@code set}'s values; a wait's time; an event's or a child's payload; an
   * end's reason.
   */
  final @Nullable Template template;

  /** A compensation's input; an event's subject. */
  final @Nullable Template other;

  private List<Edge> in = List.of();
  private List<Edge> out = List.of();

  /** How many lead here: read at every arrival, where the list would be one more place to go to. */
  private int arrivals;

  /** An edge between nodes of a program. */
  record Edge(Vertex from, Vertex to, PlanEdge.Type type) {}

  Vertex(
      int index,
      Step step,
      @Nullable Reading expression,
      @Nullable Template template,
      @Nullable Template other) {
    this.index = index;
    this.id = step.id();
    this.step = step;
    this.expression = expression;
    this.template = template;
    this.other = other;
  }

  /** Sets its edges, once. */
  void join(List<Edge> arriving, List<Edge> leaving) {
    in = List.copyOf(arriving);
    arrivals = in.size();
    out = List.copyOf(leaving);
  }

  /** Edges that lead here, in the plan's order. */
  List<Edge> in() {
    return in;
  }

  /** Edges that leave, in the plan's order. */
  List<Edge> out() {
    return out;
  }

  int arrivals() {
    return arrivals;
  }

  @Override
  public String toString() {
    return id;
  }
}
