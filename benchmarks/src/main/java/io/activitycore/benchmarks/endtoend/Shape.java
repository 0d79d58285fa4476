package io.activitycore.benchmarks.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Edge;
import io.activitycore.definition.Graph;
import io.activitycore.definition.Node;
import io.activitycore.definition.Rule;
import io.activitycore.definition.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What a run does: the same tasks with the same inputs in both contenders. */
enum Shape {
  /** One task. */
  ONE(1, 300, 1000, 32),
  /** Three tasks, one after the other. */
  SEQUENCE(3, 200, 400, 32),
  /** A first task, {@value #BRANCHES} beside each other, a last one. */
  DIAMOND(Shape.BRANCHES + 2, 100, 150, 8),
  /** {@value #ELEMENTS} tasks, {@value #AT_ONCE} at once. */
  FAN_OUT(Shape.ELEMENTS, 4, 4, 1);

  static final int BRANCHES = 10;
  static final int ELEMENTS = 1000;
  static final int AT_ONCE = 100;

  private static final String TASK = OurRun.TASK;

  private final int tasks;
  private final int runs;
  private final int warmUp;
  private final int mostInFlight;

  Shape(int tasks, int runs, int warmUp, int mostInFlight) {
    this.tasks = tasks;
    this.runs = runs;
    this.warmUp = warmUp;
    this.mostInFlight = mostInFlight;
  }

  /** Reads its name on the command line. */
  static Shape of(String name) {
    return valueOf(name.replace('-', '_').toUpperCase(Locale.ROOT));
  }

  /** Of one run. */
  int tasks() {
    return tasks;
  }

  /** Runs a round, unless told. */
  int runs() {
    return runs;
  }

  /** Runs before anything is measured, unless told. */
  int warmUp() {
    return warmUp;
  }

  /** Runs in flight, unless told. */
  List<Integer> concurrencies() {
    return Stream.of(1, 8, 32).filter(each -> each <= mostInFlight).toList();
  }

  /** Ours. */
  ActivityDefinition definition(String id, String queue) {
    ActivityDefinition.Builder builder =
        ActivityDefinition.builder(id).taskQueue(queue).trigger(Trigger.event(Work.TYPE));
    return switch (this) {
      case ONE -> builder.rules(Rule.always(first("handle"))).build();
      case SEQUENCE -> builder.graph(sequence()).build();
      case DIAMOND -> builder.graph(diamond()).build();
      case FAN_OUT -> builder.graph(fanOut()).build();
    };
  }

  private static Graph sequence() {
    return new Graph(
        List.of(first("first"), after("second", "first"), after("third", "second")),
        List.of(Edge.start("first"), Edge.of("first", "second"), Edge.of("second", "third")));
  }

  private static Graph diamond() {
    List<Node> nodes = new ArrayList<>(List.of(first("first"), after("last", "first")));
    List<Edge> edges = new ArrayList<>(List.of(Edge.start("first")));
    for (int i = 0; i < BRANCHES; i++) {
      String branch = "branch_" + i;
      nodes.add(after(branch, "first"));
      edges.add(Edge.of("first", branch));
      edges.add(Edge.of(branch, "last"));
    }
    return new Graph(nodes, edges);
  }

  private static Graph fanOut() {
    Node each =
        Node.task("each", TASK)
            .forEach("payload.numbers", "number")
            .maxConcurrency(AT_ONCE)
            .input(id("number"))
            .build();
    return new Graph(List.of(each), List.of(Edge.start("each")));
  }

  /** Handles the whole payload. */
  private static Node first(String id) {
    return Node.task(id, TASK).input(JsonNodeFactory.instance.textNode("{{ payload }}")).build();
  }

  /** Goes on with an earlier result. */
  private static Node after(String id, String earlier) {
    return Node.task(id, TASK).input(id(earlier + ".id")).build();
  }

  private static JsonNode id(String expression) {
    return JsonNodeFactory.instance.objectNode().put("order_id", "{{ " + expression + " }}");
  }
}
