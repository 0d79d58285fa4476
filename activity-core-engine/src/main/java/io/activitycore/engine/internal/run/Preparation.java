package io.activitycore.engine.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.engine.internal.plan.Plan;

/**
 * What prepare answers. On the wire an object with a {@code status}, so that later answers can
 * carry more.
 */
sealed interface Preparation {

  /** Follow the plan. */
  record Planned(Plan plan) implements Preparation {}

  /** Another run has the key: do nothing. */
  record Duplicate(String firstRunId) implements Preparation {}

  /** A tick that a window has covered: do nothing. */
  record Covered(String to) implements Preparation {}

  /** The run cannot begin, for certain. */
  record Refused(String type, String message) implements Preparation {}

  /** As JSON: follow this plan. */
  static JsonNode planned(JsonNode plan) {
    return JsonNodeFactory.instance.objectNode().put("status", "planned").set("plan", plan);
  }

  /** As JSON. */
  default JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (this instanceof Planned planned) {
      return planned(planned.plan().tree());
    } else if (this instanceof Duplicate duplicate) {
      json.put("status", "duplicate").put("first_run_id", duplicate.firstRunId());
    } else if (this instanceof Covered covered) {
      json.put("status", "covered").put("to", covered.to());
    } else if (this instanceof Refused refused) {
      json.put("status", "refused").put("type", refused.type()).put("message", refused.message());
    }
    return json;
  }

  /** Reads it back. */
  static Preparation of(JsonNode json) {
    return switch (json.path("status").asText()) {
      case "planned" -> new Planned(Plan.of(json.path("plan")));
      case "duplicate" -> new Duplicate(json.path("first_run_id").asText());
      case "covered" -> new Covered(json.path("to").asText());
      case "refused" -> new Refused(json.path("type").asText(), json.path("message").asText());
      default -> throw new IllegalArgumentException("not an answer of prepare: " + json);
    };
  }
}
