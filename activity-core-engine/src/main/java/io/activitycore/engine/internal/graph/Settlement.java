package io.activitycore.engine.internal.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** How something that an {@link Effect} started ended. */
public sealed interface Settlement {

  /**
   * It succeeded.
   *
   * @param result JSON's null for a handler that returned none
   */
  record Completed(JsonNode result) implements Settlement {

    /** Succeeded with {@code {}}. */
    public static Completed empty() {
      return new Completed(JsonNodeFactory.instance.objectNode());
    }
  }

  /**
   * It failed for good: no attempt is left.
   *
   * @param error why
   * @param unknown whether it may have taken effect all the same: timed out, or cancelled in flight
   * @param attempts how many were made; 0 where none was
   */
  record Failed(NodeError error, boolean unknown, int attempts) implements Settlement {

    /** Failed, and certainly without effect. */
    public static Failed certain(String type, String message, int attempts) {
      return new Failed(new NodeError(type, message), false, attempts);
    }

    /** Failed, and nobody knows whether it took effect. */
    public static Failed unknown(String type, String message, int attempts) {
      return new Failed(new NodeError(type, message), true, attempts);
    }
  }
}
