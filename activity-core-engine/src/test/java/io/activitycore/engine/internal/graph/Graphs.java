package io.activitycore.engine.internal.graph;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Compensation;
import io.activitycore.definition.Edge;
import io.activitycore.definition.Graph;
import io.activitycore.definition.Node;
import io.activitycore.definition.OnError;
import io.activitycore.definition.TaskNodeBuilder;
import io.activitycore.engine.internal.expression.CachedExpressions;
import io.activitycore.engine.internal.plan.PlanCompiler;
import io.activitycore.expression.ExpressionEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Graphs in two lines of text. A node is {@code id}, a task of that type; {@code id?CEL}, a
 * condition; {@code id=end}, {@code id=fail}, {@code id=set}; {@code id@CEL*2}, a for_each with two
 * at once. {@code !continue} or {@code !node} says what its failure does, {@code ~} that it can be
 * undone. An edge is {@code a>b}, or with a type {@code a-T>b}: T, F, A (always), P (parallel).
 */
final class Graphs {

  static final ExpressionEngine ENGINE = CachedExpressions.find();

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Pattern NODE =
      Pattern.compile("(\\w+)(?:\\?([^!~]+)|=(\\w+)|@([^!~*]+)(?:\\*(\\d+))?)?(?:!(\\w+))?(~)?");

  private static final Pattern EDGE = Pattern.compile("(\\w*)(?:-([TFAP]))?>(\\w+)");

  private static final Map<String, Edge.Type> TYPES =
      Map.of(
          "T", Edge.Type.TRUE_BRANCH,
          "F", Edge.Type.FALSE_BRANCH,
          "A", Edge.Type.ALWAYS,
          "P", Edge.Type.PARALLEL);

  private Graphs() {}

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  static ActivityDefinition definition(String nodes, String edges) {
    List<Node> graphNodes = new ArrayList<>();
    for (String node : nodes.strip().split("\\s+")) {
      graphNodes.add(node(node));
    }
    List<Edge> graphEdges = new ArrayList<>();
    for (String edge : edges.strip().split("\\s+")) {
      graphEdges.add(edge(edge));
    }
    return definition(graphNodes, graphEdges);
  }

  static ActivityDefinition definition(List<Node> nodes, List<Edge> edges) {
    return ActivityDefinition.builder("drawn").graph(new Graph(nodes, edges)).build();
  }

  static Program program(ActivityDefinition definition) {
    return Program.compile(PlanCompiler.compile(definition, 1, "hash"), ENGINE);
  }

  private static Edge edge(String text) {
    Matcher parts = EDGE.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("edge " + text);
    }
    if (parts.group(1).isEmpty()) {
      return Edge.start(parts.group(3));
    }
    Edge.Type type = parts.group(2) == null ? Edge.Type.SEQUENCE : TYPES.get(parts.group(2));
    return Edge.of(parts.group(1), parts.group(3), type);
  }

  private static Node node(String text) {
    Matcher parts = NODE.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("node " + text);
    }
    String id = parts.group(1);
    ObjectNode wire = JSON.createObjectNode().put("id", id);
    OnError onError = onError(parts.group(6));
    if (parts.group(2) != null) {
      return Nodes.condition(id, parts.group(2), onError);
    }
    if (parts.group(3) != null) {
      return switch (parts.group(3)) {
        case "end" -> Nodes.end(id, false, null, onError);
        case "fail" -> Nodes.end(id, true, "because", onError);
        case "set" -> Nodes.set(id, wire, onError);
        default -> throw new IllegalArgumentException("kind " + text);
      };
    }
    TaskNodeBuilder task = Node.task(id, "do." + id).onError(onError);
    if (parts.group(4) != null) {
      task.forEach(parts.group(4), "item").input(json("{'item': '{{ item }}'}"));
    }
    if (parts.group(5) != null) {
      task.maxConcurrency(Integer.parseInt(parts.group(5)));
    }
    if (parts.group(7) != null) {
      task.compensate(Compensation.of("undo." + id));
    }
    return task.build();
  }

  private static OnError onError(@Nullable String text) {
    if (text == null) {
      return OnError.FAIL;
    }
    return text.equals("continue") ? OnError.CONTINUE : new OnError.Route(text);
  }
}
