package io.activitycore.engine.internal.reply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A reply's payload: exactly one of {@code result}, any JSON, and {@code error: {type, message}}.
 * Beside an error that is there a result of null counts as absent, and so does an error of null:
 * many serialisers write both. Other properties are ignored.
 */
public sealed interface ReplyPayload {

  /**
   * It says how the wait ends.
   *
   * @param settlement {@code {"result": ...}} or {@code {"error": {"type", "message"}}}
   */
  record Settled(JsonNode settlement) implements ReplyPayload {}

  /**
   * It says nothing that can be understood.
   *
   * @param reason what was expected and what was found, in one line
   */
  record Unreadable(String reason) implements ReplyPayload {}

  /** Reads a payload. */
  static ReplyPayload read(JsonNode payload) {
    if (!payload.isObject()) {
      return new Unreadable("the payload of a reply must be an object with result or error");
    }
    boolean failed = payload.hasNonNull("error");
    if (failed && payload.hasNonNull("result")) {
      return new Unreadable("a reply must have exactly one of result and error, got both");
    }
    if (failed) {
      return error(payload.path("error"));
    }
    return payload.has("result")
        ? new Settled(settlement("result", payload.path("result")))
        : new Unreadable("a reply must have exactly one of result and error, got none");
  }

  private static ReplyPayload error(JsonNode error) {
    JsonNode type = error.path("type");
    JsonNode message = error.path("message");
    if (!type.isTextual() || type.textValue().isBlank()) {
      return new Unreadable("the error of a reply must have a type that is a text, not blank");
    }
    if (!message.isMissingNode() && !message.isNull() && !message.isTextual()) {
      return new Unreadable("the message of a reply's error must be a text");
    }
    ObjectNode known =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", type.textValue())
            .put("message", message.asText(""));
    return new Settled(settlement("error", known));
  }

  private static JsonNode settlement(String name, JsonNode value) {
    return JsonNodeFactory.instance.objectNode().set(name, value);
  }
}
