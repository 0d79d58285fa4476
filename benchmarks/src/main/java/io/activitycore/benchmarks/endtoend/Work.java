package io.activitycore.benchmarks.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.event.EventEnvelope;
import java.time.Instant;
import java.util.Map;

/** The event and the work of both contenders. */
final class Work {

  static final String TYPE = "bench.order.placed";

  private Work() {}

  /** An event of about 1 KB. */
  static EventEnvelope event(String id) {
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    payload.put("order_id", id).put("country", "DE").put("currency", "EUR").put("total", 219.9);
    payload.put("note", "x".repeat(600));
    for (int i = 0; i < 3; i++) {
      payload.withArray("items").addObject().put("sku", "sku-" + i).put("quantity", i + 1);
    }
    return new EventEnvelope(
        id,
        TYPE,
        "https://shop.example.com",
        Instant.parse("2026-11-21T09:30:00Z"),
        "order/" + id,
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "1",
        payload,
        Map.of());
  }

  /** Handles an order: as little as can be, so that what is measured is the way around it. */
  static JsonNode handle(JsonNode payload) {
    return JsonNodeFactory.instance.objectNode().put("id", payload.path("order_id").asText());
  }
}
