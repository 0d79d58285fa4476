package io.activitycore.engine.internal.graph;

import io.activitycore.engine.internal.graph.NodeState.Status;
import io.activitycore.engine.internal.plan.PlanEdge;
import io.activitycore.engine.internal.plan.Step;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.SortedSet;
import java.util.TreeSet;
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
  static Predicate<PlanEdge> onSuccess(boolean value) {
    return edge ->
        switch (edge.type()) {
          case SEQUENCE, PARALLEL, ALWAYS -> true;
          case TRUE_BRANCH -> value;
          case FALSE_BRANCH -> !value;
          case ROUTE -> false;
        };
  }

  /** Edges that a failure takes. */
  static Predicate<PlanEdge> onFailure(Step.OnFailure onError) {
    return edge ->
        switch (edge.type()) {
          case ALWAYS -> true;
          case SEQUENCE, PARALLEL -> onError == Step.OnFailure.CONTINUE;
          case ROUTE -> onError == Step.OnFailure.ROUTE;
          case TRUE_BRANCH, FALSE_BRANCH -> false;
        };
  }

  /** Settles the edges that leave a node, and gives the nodes that may start now. */
  SortedSet<String> leave(String id, Predicate<PlanEdge> taken) {
    SortedSet<String> ready = new TreeSet<>();
    Deque<String> dead = new ArrayDeque<>();
    for (PlanEdge edge : program.vertex(id).out()) {
      arrive(edge, taken.test(edge), ready, dead);
    }
    while (!dead.isEmpty()) {
      for (PlanEdge edge : program.vertex(dead.remove()).out()) {
        arrive(edge, false, ready, dead);
      }
    }
    return ready;
  }

  private void arrive(
      PlanEdge edge, boolean taken, Collection<String> ready, Collection<String> dead) {
    NodeState node = state.node(edge.to());
    node.arrived++;
    node.taken |= taken;
    if (node.arrived < program.vertex(edge.to()).in().size()) {
      return;
    }
    if (node.taken) {
      ready.add(edge.to());
    } else {
      node.status = Status.SKIPPED;
      node.reason = reason(edge.to());
      dead.add(edge.to());
    }
  }

  /** The nodes that wait behind {@code always} edges of nodes that ran. */
  SortedSet<String> alwaysAfter(Collection<String> sources) {
    return sources.stream()
        .filter(id -> state.node(id).status.ran())
        .flatMap(id -> program.vertex(id).out().stream())
        .filter(edge -> edge.type() == PlanEdge.Type.ALWAYS)
        .map(PlanEdge::to)
        .filter(id -> state.node(id).status == Status.PENDING)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Skips what did not start, at the end. */
  void skipRest(String reason) {
    for (String id : program.ids()) {
      NodeState node = state.node(id);
      if (node.status == Status.PENDING) {
        node.status = Status.SKIPPED;
        node.reason = reason;
      }
    }
  }

  private String reason(String id) {
    Collection<PlanEdge> in = program.vertex(id).in();
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

  private String whyDead(PlanEdge edge) {
    String source = edge.from();
    return switch (state.node(source).status) {
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
