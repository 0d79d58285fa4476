package io.activitycore.benchmarks.routing;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Definitions and events as a large host might have them. Of ten definitions two are of one hot
 * type, each for a customer of its own, one of them also with a bound on the total; the other eight
 * share a type with at most seven more: equalities, a prefix, a numeric range, an anything-but, one
 * without filters.
 */
public final class Mix {

  static final String HOT = "shop.order.placed";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<String> COUNTRIES = List.of("DE", "FR", "IT", "ES", "PL", "SE");

  /** Events of each kind. */
  private static final int EVENTS = 512;

  private Mix() {}

  /** So many definitions. */
  public static List<StoredDefinition> definitions(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new StoredDefinition(definition(i), 1, "hash-" + i))
        .toList();
  }

  private static ActivityDefinition definition(int i) {
    return ActivityDefinition.builder("activity-%06d".formatted(i))
        .trigger(Trigger.event(trigger(i)))
        .rules(Rule.always(Node.task("work", "bench.work").build()))
        .build();
  }

  private static EventTrigger trigger(int i) {
    ObjectNode pattern = NODES.objectNode();
    EventTrigger trigger = EventTrigger.of(i % 10 < 2 ? HOT : type(i / 10));
    switch (i % 10) {
      case 0 -> pattern.put("customer_id", customer(i / 10));
      case 1 -> {
        pattern.put("customer_id", customer(i / 10));
        range(pattern, 100);
      }
      case 2, 3, 4 -> pattern.put("country", COUNTRIES.get(i % COUNTRIES.size()));
      case 5 -> pattern.putArray("order_id").addObject().put("prefix", "o-1");
      case 6 -> range(pattern, 250);
      case 7 -> {
        pattern.put("channel", "web");
        pattern.putArray("currency").addObject().put("anything-but", "USD");
      }
      case 8 -> pattern.putObject("address").put("city", "Berlin");
      default -> {
        return trigger;
      }
    }
    return trigger.withFilters(pattern);
  }

  private static void range(ObjectNode pattern, int more) {
    pattern.putArray("total").addObject().putArray("numeric").add(">").add(more);
  }

  private static String type(int i) {
    return "shop.type-" + i + ".changed";
  }

  private static String customer(int i) {
    return "c-" + i;
  }

  /**
   * Envelopes of about 1 KB as bytes: every other one of the hot type.
   *
   * @param among they are for so many definitions, the first ones
   */
  static List<byte[]> events(int among) {
    Random random = new Random(7);
    int groups = Math.max(1, among / 10);
    return IntStream.range(0, 2 * EVENTS)
        .mapToObj(
            i ->
                event(
                    i,
                    i % 2 == 0 ? HOT : type(random.nextInt(groups)),
                    customer(random.nextInt(groups)),
                    random))
        .map(EnvelopeJson::write)
        .toList();
  }

  /** Envelopes of the hot type, as bytes: there is no definition for their customers. */
  public static List<byte[]> unmatched() {
    Random random = new Random(11);
    return IntStream.range(0, 2 * EVENTS)
        .mapToObj(i -> event(i, HOT, "stranger-" + i, random))
        .map(EnvelopeJson::write)
        .toList();
  }

  private static EventEnvelope event(int i, String type, String customer, Random random) {
    return new EventEnvelope(
        "e-" + i,
        type,
        "https://shop.example.com",
        Instant.parse("2026-11-21T09:30:00Z").plusSeconds(i),
        "order/" + i,
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "1",
        payload(i, customer, random),
        Map.of());
  }

  private static JsonNode payload(int i, String customer, Random random) {
    ObjectNode payload = NODES.objectNode();
    payload.put("order_id", "o-" + i).put("customer_id", customer);
    payload.put("country", COUNTRIES.get(random.nextInt(COUNTRIES.size())));
    payload.put("currency", "EUR").put("channel", random.nextBoolean() ? "web" : "shop");
    payload.put("total", random.nextInt(50_000) / 100.0);
    payload.putObject("address").put("city", "Berlin").put("street", "Unter den Linden 1");
    for (int item = 0; item < 8; item++) {
      payload
          .withArray("items")
          .addObject()
          .put("sku", "sku-" + random.nextInt(10_000))
          .put("quantity", 1 + random.nextInt(9))
          .put("price", random.nextInt(9_999) / 100.0)
          .put("name", "An article of the shop");
    }
    return payload;
  }
}
