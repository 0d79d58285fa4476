package io.activitycore.benchmarks.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.event.EventEnvelope;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The event and the work of one contender. Thread-safe. */
final class Work {

  static final String TYPE = "bench.order.placed";

  private final Shape shape;
  private final long millis;
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  /**
   * Work.
   *
   * @param millis how long a task waits, as if for another service; 0: not at all
   */
  Work(Shape shape, long millis) {
    this.shape = shape;
    this.millis = millis;
  }

  /** An event of about 1 KB, and for a fan-out what it fans out over. */
  EventEnvelope event(String id) {
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    payload.put("order_id", id).put("country", "DE").put("currency", "EUR").put("total", 219.9);
    payload.put("note", "x".repeat(600));
    for (int i = 0; i < 3; i++) {
      payload.withArray("items").addObject().put("sku", "sku-" + i).put("quantity", i + 1);
    }
    for (int i = 0; shape == Shape.FAN_OUT && i < shape.tasks(); i++) {
      payload.withArray("numbers").add(i);
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
  JsonNode handle(JsonNode payload) {
    most.accumulateAndGet(running.incrementAndGet(), Math::max);
    try {
      if (millis > 0) {
        TimeUnit.MILLISECONDS.sleep(millis);
      }
      return JsonNodeFactory.instance.objectNode().put("id", payload.path("order_id").asText());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      running.decrementAndGet();
    }
  }

  /** How many tasks ran at once at most, since the last time this was asked. */
  int mostAtOnce() {
    return most.getAndSet(running.get());
  }
}
