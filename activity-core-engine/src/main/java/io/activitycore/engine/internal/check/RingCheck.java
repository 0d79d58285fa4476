package io.activitycore.engine.internal.check;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Definitions.Source;
import io.activitycore.definition.Node;
import io.activitycore.definition.Problem;
import io.activitycore.definition.Rule;
import io.activitycore.definition.RunActivityNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Activities that start each other in a ring through their {@code run} nodes. What is not among the
 * definitions is in no ring: it may stand elsewhere. Immutable.
 */
public final class RingCheck {

  private static final int MEMBERS_NAMED = 20;

  /** By activity, the activities that it runs. */
  private final Map<String, List<String>> targets = new HashMap<>();

  private RingCheck() {}

  /**
   * A {@code run} node.
   *
   * @param pointer to its kind
   */
  private record Start(String pointer, String activity) {}

  /** For a set of definitions that are used together. */
  public static RingCheck of(Collection<Source> sources) {
    RingCheck check = new RingCheck();
    sources.forEach(source -> check.add(source.definition()));
    return check;
  }

  /**
   * A problem for each {@code run} node of one of the definitions that closes a ring. Its message
   * has the shortest ring through that node, beginning and ending with the definition.
   */
  public List<Problem> problems(Source source) {
    List<Problem> problems = new ArrayList<>();
    String id = source.definition().id();
    for (Start start : starts(source.definition())) {
      List<String> back = path(start.activity(), id);
      if (back != null) {
        problems.add(problem(source, start.pointer(), id, back));
      }
    }
    return problems;
  }

  private void add(ActivityDefinition definition) {
    List<Start> starts = starts(definition);
    if (!starts.isEmpty()) {
      List<String> known = targets.computeIfAbsent(definition.id(), id -> new ArrayList<>());
      starts.forEach(start -> known.add(start.activity()));
    }
  }

  private static List<Start> starts(ActivityDefinition definition) {
    List<Start> starts = new ArrayList<>();
    if (definition.graph() != null) {
      add(definition.graph().nodes(), "/graph/nodes/", starts);
    }
    List<Rule> rules = definition.rules() == null ? List.of() : definition.rules();
    for (int i = 0; i < rules.size(); i++) {
      add(rules.get(i).tasks(), "/rules/" + i + "/tasks/", starts);
    }
    return starts;
  }

  private static void add(List<Node> nodes, String pointer, List<Start> starts) {
    for (int i = 0; i < nodes.size(); i++) {
      RunActivityNode run = nodes.get(i).run();
      if (run != null) {
        starts.add(new Start(pointer + i + "/run", run.activity()));
      }
    }
  }

  /** The shortest path, both ends included; null without one. Breadth first, nothing recurses. */
  private @Nullable List<String> path(String from, String to) {
    Map<String, String> before = new HashMap<>();
    Deque<String> open = new ArrayDeque<>(List.of(from));
    before.put(from, "");
    while (!open.isEmpty() && !before.containsKey(to)) {
      String at = open.remove();
      for (String next : targets.getOrDefault(at, List.of())) {
        if (before.putIfAbsent(next, at) == null) {
          open.add(next);
        }
      }
    }
    if (!before.containsKey(to)) {
      return null;
    }
    Deque<String> path = new ArrayDeque<>();
    for (String at = to; !at.isEmpty(); at = before.getOrDefault(at, "")) {
      path.addFirst(at);
    }
    return List.copyOf(path);
  }

  private static Problem problem(Source source, String pointer, String id, List<String> back) {
    String ring =
        back.size() <= MEMBERS_NAMED
            ? String.join(" -> ", back)
            : String.join(" -> ", back.subList(0, MEMBERS_NAMED - 1)) + " -> ... -> " + id;
    return new Problem(
        source.file(),
        source.lines().lineOf(pointer),
        pointer,
        "ring",
        "activities run each other in a ring: " + id + " -> " + ring);
  }
}
