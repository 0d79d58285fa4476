package io.activitycore.engine.internal.plan;

import io.activitycore.engine.internal.plan.Shape.Arrow;
import io.activitycore.engine.internal.plan.Shape.Vertex;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Paths of a graph, over all edges, routes included. Cycles and edges that lead nowhere do no harm.
 * Nothing here recurses: a chain may be long.
 */
final class Topology {

  private final Map<String, List<Arrow>> out = new LinkedHashMap<>();
  private final Map<String, List<Arrow>> in = new LinkedHashMap<>();
  private final List<String> starts = new ArrayList<>();

  Topology(Shape shape) {
    for (Vertex vertex : shape.vertices()) {
      out.put(vertex.id(), new ArrayList<>());
      in.put(vertex.id(), new ArrayList<>());
    }
    for (Arrow arrow : shape.arrows()) {
      List<Arrow> incoming = in.get(arrow.to());
      List<Arrow> outgoing = arrow.from() == null ? null : out.get(arrow.from());
      if (incoming != null && arrow.from() == null) {
        starts.add(arrow.to());
      } else if (incoming != null && outgoing != null) {
        incoming.add(arrow);
        outgoing.add(arrow);
      }
    }
  }

  boolean has(String id) {
    return out.containsKey(id);
  }

  List<Arrow> out(String id) {
    return out.getOrDefault(id, List.of());
  }

  /** The nodes that a start edge reaches, directly or not. */
  Set<String> reachable() {
    return closure(starts, out, true);
  }

  /** The nodes from which a path leads to the node. */
  Set<String> ancestors(String id) {
    List<String> sources = in.getOrDefault(id, List.of()).stream().map(Topology::from).toList();
    return closure(sources, in, false);
  }

  private static Set<String> closure(
      Collection<String> from, Map<String, List<Arrow>> arrows, boolean forward) {
    Set<String> reached = new TreeSet<>(from);
    Deque<String> open = new ArrayDeque<>(reached);
    while (!open.isEmpty()) {
      for (Arrow arrow : arrows.getOrDefault(open.remove(), List.of())) {
        String next = forward ? arrow.to() : from(arrow);
        if (reached.add(next)) {
          open.add(next);
        }
      }
    }
    return reached;
  }

  private static String from(Arrow arrow) {
    return String.valueOf(arrow.from());
  }

  /**
   * A cycle.
   *
   * @param path its nodes, the first again at the end
   * @param closing the arrow that closes it
   */
  record Cycle(List<String> path, Arrow closing) {}

  /** One cycle for every arrow that closes one, seen from the start. */
  List<Cycle> cycles() {
    List<Cycle> cycles = new ArrayList<>();
    Set<String> done = new HashSet<>();
    List<String> roots = new ArrayList<>(starts);
    roots.addAll(out.keySet());
    for (String root : roots) {
      if (!done.contains(root)) {
        search(root, done, cycles);
      }
    }
    return cycles;
  }

  /** Depth first, with the path in hand and for each of its nodes the arrow to look at next. */
  private void search(String root, Set<String> done, List<Cycle> cycles) {
    Map<String, Integer> next = new LinkedHashMap<>();
    Deque<String> path = new ArrayDeque<>();
    path.addLast(root);
    next.put(root, 0);
    while (!path.isEmpty()) {
      String at = path.getLast();
      int index = next.merge(at, 1, Integer::sum) - 1;
      if (index == out(at).size()) {
        done.add(at);
        next.remove(at);
        path.removeLast();
        continue;
      }
      Arrow arrow = out(at).get(index);
      if (next.containsKey(arrow.to())) {
        cycles.add(cycle(path, arrow));
      } else if (!done.contains(arrow.to())) {
        path.addLast(arrow.to());
        next.put(arrow.to(), 0);
      }
    }
  }

  private static Cycle cycle(Collection<String> path, Arrow closing) {
    List<String> nodes = new ArrayList<>(path);
    List<String> circle = new ArrayList<>(nodes.subList(nodes.indexOf(closing.to()), nodes.size()));
    circle.add(closing.to());
    return new Cycle(circle, closing);
  }

  /** Nodes on the longest path; only for a graph without cycles. */
  int depth() {
    Map<String, Integer> waiting = new TreeMap<>();
    Map<String, Integer> depths = new TreeMap<>();
    Deque<String> open = new ArrayDeque<>();
    for (String id : out.keySet()) {
      int incoming = in.getOrDefault(id, List.of()).size();
      waiting.put(id, incoming);
      depths.put(id, 1);
      if (incoming == 0) {
        open.add(id);
      }
    }
    int deepest = 0;
    while (!open.isEmpty()) {
      String id = open.remove();
      int depth = depths.getOrDefault(id, 1);
      deepest = Math.max(deepest, depth);
      for (Arrow arrow : out(id)) {
        depths.merge(arrow.to(), depth + 1, Math::max);
        if (waiting.merge(arrow.to(), -1, Integer::sum) == 0) {
          open.add(arrow.to());
        }
      }
    }
    return deepest;
  }
}
