package io.activitycore.engine.internal.graph;

import io.activitycore.engine.internal.graph.NodeState.Status;
import io.activitycore.engine.internal.plan.PlanEdge;
import io.activitycore.engine.internal.plan.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The edges of a walk. Each is settled once, when its source is: taken or dead. A node whose edges
 * are all settled starts if one was taken, otherwise it is skipped and its own edges die.
 */
final class Flow {

  private static final int SOURCES_NAMED = 3;

  private final Program program;
  private final WalkState state;

  Flow(Program program, WalkState state) {
    this.program = program;
    this.state = state;
  }

  /** Edges that a success takes; {@code value} is a condition's, and nothing to others. */
  static Predicate<PlanEdge.Type> onSuccess(boolean value) {
    return type ->
        switch (type) {
          case SEQUENCE, PARALLEL, ALWAYS -> true;
          case TRUE_BRANCH -> value;
          case FALSE_BRANCH -> !value;
          case ROUTE -> false;
        };
  }

  /** Edges that a failure takes. */
  static Predicate<PlanEdge.Type> onFailure(Step.OnFailure onError) {
    return type ->
        switch (type) {
          case ALWAYS -> true;
          case SEQUENCE, PARALLEL -> onError == Step.OnFailure.CONTINUE;
          case ROUTE -> onError == Step.OnFailure.ROUTE;
          case TRUE_BRANCH, FALSE_BRANCH -> false;
        };
  }

  /** Settles the edges that leave a node, and gives the nodes that may start now, in id order. */
  List<Vertex> leave(Vertex vertex, Predicate<PlanEdge.Type> taken) {
    List<Vertex> ready = new ArrayList<>();
    List<Vertex> dead = new ArrayList<>();
    for (Vertex.Edge edge : vertex.out()) {
      arrive(edge.to(), taken.test(edge.type()), ready, dead);
    }
    for (int next = 0; next < dead.size(); next++) {
      for (Vertex.Edge edge : dead.get(next).out()) {
        arrive(edge.to(), false, ready, dead);
      }
    }
    ready.sort(Vertex.BY_ID);
    return ready;
  }

  private void arrive(
      Vertex vertex, boolean taken, Collection<Vertex> ready, Collection<Vertex> dead) {
    NodeState node = state.node(vertex);
    node.arrived++;
    node.taken |= taken;
    if (node.arrived < vertex.arrivals()) {
      return;
    }
    if (node.taken) {
      ready.add(vertex);
    } else {
      node.status = Status.SKIPPED;
      node.reason = reason(vertex);
      dead.add(vertex);
    }
  }

  /** The nodes that wait behind {@code always} edges of nodes that ran, in id order. */
  List<Vertex> alwaysAfter(Collection<Vertex> sources) {
    return sources.stream()
        .filter(source -> state.node(source).status.ran())
        .flatMap(source -> source.out().stream())
        .filter(edge -> edge.type() == PlanEdge.Type.ALWAYS)
        .map(Vertex.Edge::to)
        .filter(vertex -> state.node(vertex).status == Status.PENDING)
        .distinct()
        .sorted(Vertex.BY_ID)
        .toList();
  }

  /** Skips what did not start, at the end. */
  void skipRest(String reason) {
    for (Vertex vertex : program.vertices()) {
      NodeState node = state.node(vertex);
      if (node.status == Status.PENDING) {
        node.status = Status.SKIPPED;
        node.reason = reason;
      }
    }
  }

  private String reason(Vertex vertex) {
    Collection<Vertex.Edge> in = vertex.in();
    String named =
        in.stream()
            .limit(SOURCES_NAMED)
            .map(this::whyDead)
            .distinct()
            .collect(Collectors.joining("; "));
    return in.size() <= SOURCES_NAMED
        ? named
        : named + "; and " + (in.size() - SOURCES_NAMED) + " more";
  }

  private String whyDead(Vertex.Edge edge) {
    String source = edge.from().id;
    return switch (state.node(edge.from()).status) {
      case SKIPPED -> source + " was skipped";
      case FAILED -> source + " failed";
      default ->
          switch (edge.type()) {
            case TRUE_BRANCH -> source + " was false";
            case FALSE_BRANCH -> source + " was true";
            default -> source + " did not fail";
          };
    };
  }
}
