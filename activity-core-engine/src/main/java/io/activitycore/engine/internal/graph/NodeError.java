package io.activitycore.engine.internal.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * What went wrong with a node; {@code errors.<node>} in expressions.
 *
 * @param type stable name, such as {@code card_declined}
 * @param message for people
 */
public record NodeError(String type, String message) {

  /** Type of an error in an expression: the node failed without an attempt. */
  public static final String EXPRESSION = "expression";

  /** Type of what was stopped by a cancellation. */
  public static final String CANCELLED = "cancelled";

  static NodeError expression(String message) {
    return new NodeError(EXPRESSION, message);
  }

  JsonNode tree() {
    return JsonNodeFactory.instance.objectNode().put("type", type).put("message", message);
  }
}
