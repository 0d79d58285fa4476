package io.activitycore.engine.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.engine.internal.graph.Settlement;

/** The JSON of an answer to a wait: {@code {"result"}} or {@code {"error": {type, message}}}. */
final class Answers {

  private Answers() {}

  static Settlement settlement(JsonNode settlement) {
    JsonNode error = settlement.get("error");
    if (error != null) {
      return Settlement.Failed.certain(
          error.path("type").asText("failed"), error.path("message").asText(""), 0);
    }
    JsonNode result = settlement.get("result");
    return new Settlement.Completed(result == null ? JsonNodeFactory.instance.nullNode() : result);
  }
}
