package io.activitycore.benchmarks.routing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.EventTrigger;
import io.activitycore.definition.Node;
import io.activitycore.definition.Rule;
import io.activitycore.definition.Trigger;
import io.activitycore.event.EnvelopeJson;
import io.activitycore.event.EventEnvelope;
import io.activitycore.spi.StoredDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Definitions and events as a large host has them: 50 event types, one of which has a tenth of all
 * definitions; each definition is for one of 1,000 tenants (an equality), every fourth asks for a
 * number too and every eighth for a prefix.
 */
final class Population {

  private static final int TYPES = 50;
  private static final int TENANTS = 1_000;
  private static final int HOT_SHARE = 10;
  private static final String FILLING = "x".repeat(700);

  private Population() {}

  static List<StoredDefinition> definitions(int count) {
    return IntStream.range(0, count).mapToObj(Population::definition).toList();
  }

  private static StoredDefinition definition(int i) {
    ObjectNode filters = JsonNodeFactory.instance.objectNode();
    filters.put("tenant", tenant(i));
    if (i % 4 == 0) {
      filters.putArray("total").addObject().putArray("numeric").add(">").add(i % 500);
    }
    if (i % 8 == 1) {
      filters.putArray("sku").addObject().put("prefix", "sku-" + i % 10);
    }
    ActivityDefinition definition =
        ActivityDefinition.builder("activity-" + i)
            .trigger(Trigger.event(EventTrigger.of(type(i)).withFilters(filters)))
            .rules(Rule.always(Node.task("task", "task.type").build()))
            .build();
    return new StoredDefinition(definition, 1, "hash-" + i);
  }

  private static String type(int i) {
    return i % HOT_SHARE == 0 ? "shop.order.placed" : "shop.type-" + i % TYPES;
  }

  private static String tenant(int i) {
    return "tenant-" + (i * 31L) % TENANTS;
  }

  /** Native envelopes of about one kilobyte. */
  static byte[][] events(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> EnvelopeJson.write(event(i)))
        .toArray(byte[][]::new);
  }

  private static EventEnvelope event(int i) {
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    payload.put("tenant", tenant(i));
    payload.put("total", i % 700);
    payload.put("sku", "sku-" + i);
    payload.put("note", FILLING);
    return new EventEnvelope(
        "evt-" + i,
        type(i),
        "https://shop.example.com",
        Instant.EPOCH,
        "order/" + i,
        null,
        null,
        payload,
        Map.of());
  }
}
