package io.activitycore.engine.internal.host;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Compensation;
import io.activitycore.definition.Graph;
import io.activitycore.definition.Node;
import io.activitycore.definition.Rule;
import io.activitycore.spi.StoredDefinition;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The task queues that a set of definitions uses, and the task types on each. */
final class Queues {

  private final SortedMap<String, NavigableSet<String>> types = new TreeMap<>();
  private final NavigableSet<String> runs = new TreeSet<>();

  Queues(List<StoredDefinition> definitions) {
    for (StoredDefinition stored : definitions) {
      ActivityDefinition definition = stored.definition();
      runs.add(definition.taskQueue());
      nodes(definition).forEach(node -> add(definition, node));
    }
  }

  private static Stream<Node> nodes(ActivityDefinition definition) {
    Graph graph = definition.graph();
    List<Rule> rules = definition.rules() == null ? List.of() : definition.rules();
    return graph != null
        ? graph.nodes().stream()
        : rules.stream().flatMap(rule -> rule.tasks().stream());
  }

  private void add(ActivityDefinition definition, Node node) {
    String task = node.task();
    if (task == null) {
      return;
    }
    String queue = node.taskQueue() == null ? definition.taskQueue() : node.taskQueue();
    types.computeIfAbsent(queue, q -> new TreeSet<>()).add(task);
    Compensation compensation = node.compensate();
    if (compensation != null) {
      String undoQueue = compensation.taskQueue() == null ? queue : compensation.taskQueue();
      types.computeIfAbsent(undoQueue, q -> new TreeSet<>()).add(compensation.task());
    }
  }

  /**
   * The queues that a worker with these task types serves: those of runs, and those whose tasks it
   * all knows.
   */
  NavigableSet<String> servedBy(Set<String> known) {
    NavigableSet<String> served = new TreeSet<>(runs);
    types.keySet().stream()
        .filter(queue -> unknownTypes(queue, known).isEmpty())
        .forEach(served::add);
    return served;
  }

  /** Task types on a queue that are not among the known. */
  NavigableSet<String> unknownTypes(String queue, Set<String> known) {
    NavigableSet<String> unknown =
        new TreeSet<>(types.getOrDefault(queue, Collections.emptyNavigableSet()));
    unknown.removeAll(known);
    return unknown;
  }
}
