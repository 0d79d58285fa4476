package io.activitycore.docs.snippets;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.event.EventEnvelope;
import java.time.Instant;
import java.util.Map;

/** Events for the snippets. */
final class Events {

  private Events() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static EventEnvelope order(String eventId, int total) {
    return event(eventId, "shop.order.placed", object().put("total", total).put("country", "DE"));
  }

  static EventEnvelope event(String eventId, String type, ObjectNode payload) {
    return new EventEnvelope(
        eventId,
        type,
        "https://shop.example.com",
        Instant.parse("2026-03-28T09:00:00Z"),
        "order/4711",
        null,
        null,
        payload,
        Map.of());
  }
}
