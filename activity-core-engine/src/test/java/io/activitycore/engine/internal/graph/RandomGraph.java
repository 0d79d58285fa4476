package io.activitycore.engine.internal.graph;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Compensation;
import io.activitycore.definition.Edge;
import io.activitycore.definition.Edge.Type;
import io.activitycore.definition.Node;
import io.activitycore.definition.OnError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Sound graphs of every node kind that needs no server, and every edge type. */
final class RandomGraph {

  private static final List<Type> PLAIN = List.of(Type.SEQUENCE, Type.ALWAYS, Type.PARALLEL);

  private final Random random;
  private final List<String> ids = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final List<Edge> edges = new ArrayList<>();
  private final Set<String> drawn = new HashSet<>();

  private RandomGraph(Random random) {
    this.random = random;
  }

  static ActivityDefinition of(Random random) {
    return new RandomGraph(random).draw();
  }

  private ActivityDefinition draw() {
    int size = 1 + random.nextInt(12);
    for (int i = 0; i < size; i++) {
      ids.add("n" + (char) ('a' + i));
    }
    Collections.shuffle(ids, random); // id order is not the order of the edges
    for (int i = 0; i < size; i++) {
      nodes.add(node(i));
    }
    edges.add(Edge.start(ids.get(0)));
    for (int to = 1; to < size; to++) {
      edge(random.nextInt(to), to);
    }
    for (int i = random.nextInt(2 * size); i > 0 && size > 1; i--) {
      int to = 1 + random.nextInt(size - 1);
      edge(random.nextInt(to), to);
    }
    for (int i = 0; i < size; i++) {
      if (nodes.get(i).condition() != null) {
        add(i, i + 1 + random.nextInt(size - i - 1), branch());
      }
    }
    return Graphs.definition(nodes, edges);
  }

  private void edge(int from, int to) {
    boolean branch = nodes.get(from).condition() != null && random.nextInt(3) > 0;
    add(from, to, branch ? branch() : PLAIN.get(random.nextInt(PLAIN.size())));
  }

  private Type branch() {
    return random.nextBoolean() ? Type.TRUE_BRANCH : Type.FALSE_BRANCH;
  }

  private void add(int from, int to, Type type) {
    if (drawn.add(from + " " + to + " " + type)) {
      edges.add(Edge.of(ids.get(from), ids.get(to), type));
    }
  }

  private Node node(int index) {
    String id = ids.get(index);
    OnError onError = onError(index);
    int kind = random.nextInt(20);
    if (kind < 4 && index < ids.size() - 1) {
      return Nodes.condition(id, List.of("true", "false", "1/0==1").get(kind % 3), onError);
    }
    if (kind == 4) {
      return Nodes.set(id, Graphs.json("{'id': '" + id + "'}"), onError);
    }
    if (kind == 5) {
      return Nodes.end(id, random.nextBoolean(), "drawn", onError);
    }
    return random.nextBoolean()
        ? Node.task(id, "do").onError(onError).build()
        : Node.task(id, "do").onError(onError).compensate(Compensation.of("undo")).build();
  }

  private OnError onError(int index) {
    int choice = random.nextInt(5);
    if (choice == 0) {
      return OnError.CONTINUE;
    }
    int later = ids.size() - index - 1;
    return choice == 1 && later > 0
        ? new OnError.Route(ids.get(index + 1 + random.nextInt(later)))
        : OnError.FAIL;
  }
}
