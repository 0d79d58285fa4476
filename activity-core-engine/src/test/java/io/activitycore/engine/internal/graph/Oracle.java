package io.activitycore.engine.internal.graph;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Edge;
import io.activitycore.definition.End;
import io.activitycore.definition.Graph;
import io.activitycore.definition.Node;
import io.activitycore.definition.OnError;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rules of the form once more, as naive as can be: after every settlement it asks every node
 * again whether it may start, and follows edges back by recursion to find out. Shares nothing with
 * the walk but the definition's records. Conditions are {@code true}, {@code false} or fail.
 */
final class Oracle {

  private enum Fate {
    OPEN,
    TAKEN,
    DEAD
  }

  private final Graph graph;

  /** In the order started. */
  final Set<String> started = new LinkedHashSet<>();

  /** Whether it succeeded, in the order settled. */
  final Map<String, Boolean> settled = new LinkedHashMap<>();

  private final Deque<Map.Entry<String, Boolean>> inline = new ArrayDeque<>();
  private boolean failed;
  private boolean ended;
  private boolean endFailed;
  private boolean cleaning;
  private boolean stopped;
  private boolean cancelled;

  Oracle(ActivityDefinition definition) {
    graph = Objects.requireNonNull(definition.graph());
  }

  void begin() {
    start(Set.of(edges(null).get(0).to()));
    drain();
  }

  void settle(String id, boolean succeeded) {
    inline.add(Map.entry(id, succeeded));
    drain();
  }

  void cancel() {
    cancelled = true;
    stopped = true;
  }

  Set<String> running() {
    Set<String> running = new TreeSet<>(started);
    running.removeAll(settled.keySet());
    return running;
  }

  Set<String> neverStarted() {
    Set<String> rest = new TreeSet<>();
    graph.nodes().forEach(node -> rest.add(node.id()));
    rest.removeAll(started);
    return rest;
  }

  String outcome() {
    if (failed || endFailed) {
      return "FAILED";
    }
    return cancelled ? "CANCELLED" : "COMPLETED";
  }

  private void drain() {
    while (!inline.isEmpty()) {
      Map.Entry<String, Boolean> next = inline.remove();
      settled.put(next.getKey(), next.getValue());
      react(node(next.getKey()), next.getValue());
    }
    if (failed && !cleaning && !stopped && running().isEmpty()) {
      cleaning = true;
      start(alwaysAfter(settled.keySet()));
      drain();
    }
  }

  private void react(Node node, boolean succeeded) {
    boolean end = node.end() != null && succeeded;
    if (stopped || (failed && !cleaning)) {
      return;
    }
    if (cleaning) {
      if (end) {
        stopped = true;
      } else {
        start(alwaysAfter(Set.of(node.id())));
      }
    } else if (!succeeded && onError(node) instanceof OnError.Fail) {
      failed = true;
    } else if (end) {
      ended = true;
      endFailed |= node.end() != null && node.end().outcome() == End.Outcome.FAILED;
    } else if (!ended) {
      Set<String> startable = new TreeSet<>();
      for (Node candidate : graph.nodes()) {
        if (mayStart(candidate.id())) {
          startable.add(candidate.id());
        }
      }
      start(startable);
    }
  }

  private Set<String> alwaysAfter(Collection<String> sources) {
    Set<String> targets = new TreeSet<>();
    for (Edge edge : graph.edges()) {
      if (edge.type() == Edge.Type.ALWAYS
          && sources.contains(String.valueOf(edge.from()))
          && !started.contains(edge.to())) {
        targets.add(edge.to());
      }
    }
    return targets;
  }

  private void start(Set<String> ids) {
    for (String id : new TreeSet<>(ids)) {
      started.add(id);
      Node node = node(id);
      if (node.condition() != null) {
        inline.add(Map.entry(id, !node.condition().contains("/")));
      } else if (node.task() == null) {
        inline.add(Map.entry(id, true));
      }
    }
  }

  private boolean mayStart(String id) {
    List<Fate> fates = fates(id);
    return !started.contains(id) && !fates.contains(Fate.OPEN) && fates.contains(Fate.TAKEN);
  }

  private List<Fate> fates(String id) {
    List<Fate> fates = new ArrayList<>();
    for (Edge edge : graph.edges()) {
      if (edge.to().equals(id) && edge.from() != null) {
        fates.add(fate(edge.from(), edge.type()));
      }
    }
    for (Node node : graph.nodes()) {
      if (onError(node) instanceof OnError.Route route && route.node().equals(id)) {
        fates.add(routeFate(node.id()));
      }
    }
    return fates;
  }

  private Fate routeFate(String source) {
    if (settled.containsKey(source)) {
      return succeeded(source) ? Fate.DEAD : Fate.TAKEN;
    }
    return unsettledFate(source);
  }

  private Fate fate(String source, Edge.Type type) {
    if (!settled.containsKey(source)) {
      return unsettledFate(source);
    }
    boolean goesOn = succeeded(source) || onError(node(source)) instanceof OnError.Continue;
    String condition = succeeded(source) ? String.valueOf(node(source).condition()) : "";
    boolean taken =
        switch (type) {
          case ALWAYS -> true;
          case SEQUENCE, PARALLEL -> goesOn;
          case TRUE_BRANCH -> condition.equals("true");
          case FALSE_BRANCH -> condition.equals("false");
          case START -> false;
        };
    return taken ? Fate.TAKEN : Fate.DEAD;
  }

  private Fate unsettledFate(String source) {
    List<Fate> fates = fates(source);
    boolean skipped =
        !started.contains(source)
            && !fates.isEmpty()
            && fates.stream().allMatch(fate -> fate == Fate.DEAD);
    return skipped ? Fate.DEAD : Fate.OPEN;
  }

  private boolean succeeded(String id) {
    return Boolean.TRUE.equals(settled.get(id));
  }

  private Node node(String id) {
    return graph.nodes().stream().filter(node -> node.id().equals(id)).findFirst().orElseThrow();
  }

  private static OnError onError(Node node) {
    return node.onError() == null ? OnError.FAIL : node.onError();
  }

  private List<Edge> edges(@org.jspecify.annotations.Nullable String from) {
    return graph.edges().stream().filter(edge -> Objects.equals(edge.from(), from)).toList();
  }
}
