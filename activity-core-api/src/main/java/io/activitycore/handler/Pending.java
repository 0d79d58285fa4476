package io.activitycore.handler;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a task handler returns when its work goes on elsewhere: an event is sent through the outbox
 * with a token of ours, and an event that brings the token back completes or fails the task.
 *
 * <p>The event sent has the extension {@value #TOKEN}. The reply is any event into a destination
 * that this library reads, with the same extension; its payload has exactly one of {@code result},
 * which becomes the task's result, and {@code error}, an object with {@code type} and {@code
 * message}, which fails it for good. On the wire a pending result is an object with the one member
 * {@value #MEMBER}, so that a worker in any language can give it.
 *
 * @param type the event's type
 * @param subject the event's subject; optional
 * @param payload the event's payload; not JSON's null
 * @param timeout how long to wait for the reply; null is a day. Then the task fails with the error
 *     type {@code timeout}, its effect unknown
 */
public record Pending(
    String type, @Nullable String subject, JsonNode payload, @Nullable Duration timeout) {

  /** The one member of a pending result. */
  public static final String MEMBER = "$pending";

  /** The extension of request and reply that holds the token. */
  public static final String TOKEN = "replytoken";

  /** A request that waits a day. */
  public static Pending request(String type, JsonNode payload) {
    return new Pending(type, null, payload, null);
  }

  /** The same with a limit. */
  public Pending within(Duration limit) {
    return new Pending(type, subject, payload, limit);
  }

  /** As a task's result. */
  @JsonValue
  public JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode request = json.putObject(MEMBER).put("type", type);
    if (subject != null) {
      request.put("subject", subject);
    }
    request.set("payload", payload);
    if (timeout != null) {
      request.put("timeout", timeout.toString());
    }
    return json;
  }
}
