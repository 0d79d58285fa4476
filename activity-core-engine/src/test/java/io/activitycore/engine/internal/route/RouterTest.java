package io.activitycore.engine.internal.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.EventTrigger;
import io.activitycore.definition.Node;
import io.activitycore.definition.Rule;
import io.activitycore.definition.Trigger;
import io.activitycore.engine.internal.expression.CachedExpressions;
import io.activitycore.engine.internal.memory.MemoryDefinitionStore;
import io.activitycore.event.EventEnvelope;
import io.activitycore.expression.ExpressionEngine;
import io.activitycore.spi.StoredDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final ExpressionEngine EXPRESSIONS = CachedExpressions.find();
  private static final String[] FIELDS = {"a", "b", "c"};

  private static ActivityDefinition definition(String id, boolean enabled, EventTrigger trigger) {
    return ActivityDefinition.builder(id)
        .enabled(enabled)
        .trigger(Trigger.event(trigger))
        .rules(Rule.always(Node.task("one", "noop").build()))
        .build();
  }

  private static ActivityDefinition definition(String id, EventTrigger trigger) {
    return definition(id, true, trigger);
  }

  private static Router router(ActivityDefinition... definitions) {
    return Router.of(new MemoryDefinitionStore(List.of(definitions)).current(), EXPRESSIONS);
  }

  private static EventEnvelope event(String type, String source, JsonNode payload) {
    return new EventEnvelope(
        "e-1", type, source, Instant.EPOCH, null, null, null, payload, Map.of());
  }

  private static List<String> ids(List<StoredDefinition> definitions) {
    return definitions.stream().map(stored -> stored.definition().id()).toList();
  }

  /** Definitions and events with few values, so that they often meet. */
  private static final class RandomSet {
    private final Random random;

    RandomSet(long seed) {
      random = new Random(seed);
    }

    private String one(String... values) {
      return values[random.nextInt(values.length)];
    }

    private JsonNode scalar() {
      return switch (random.nextInt(5)) {
        case 0 -> NODES.numberNode(random.nextInt(3));
        case 1 -> NODES.numberNode(random.nextInt(3) + 0.0);
        case 2 -> NODES.booleanNode(random.nextBoolean());
        case 3 -> NODES.nullNode();
        default -> NODES.textNode(one("x", "y", "1"));
      };
    }

    private JsonNode condition() {
      return switch (random.nextInt(6)) {
        case 0 -> scalar();
        case 1 -> array(NODES.objectNode().put("exists", random.nextBoolean()));
        case 2 -> array(NODES.objectNode().put("prefix", one("x", "y")));
        case 3 -> array(NODES.objectNode().set("anything-but", array(NODES.textNode("x"))));
        default -> array(scalar(), scalar());
      };
    }

    private static ArrayNode array(JsonNode... values) {
      return NODES.arrayNode().addAll(List.of(values));
    }

    EventTrigger trigger() {
      EventTrigger trigger =
          random.nextInt(4) == 0 ? EventTrigger.of("t", "u") : EventTrigger.of(one("t", "u"));
      if (random.nextInt(3) == 0) {
        trigger = random.nextBoolean() ? trigger.withSource("s1") : trigger.withSource("s1", "s2");
      }
      if (random.nextInt(5) > 0) {
        ObjectNode filters = NODES.objectNode();
        for (int i = random.nextInt(3); i >= 0; i--) {
          if (random.nextInt(4) == 0) {
            filters.set("n", NODES.objectNode().set(one(FIELDS), condition()));
          } else {
            filters.set(one(FIELDS), condition());
          }
        }
        trigger = trigger.withFilters(filters);
      }
      return random.nextInt(6) == 0 ? trigger.withWhere("payload.a == 1") : trigger;
    }

    EventEnvelope event() {
      ObjectNode payload = NODES.objectNode();
      for (String field : FIELDS) {
        switch (random.nextInt(4)) {
          case 0 -> payload.set(field, scalar());
          case 1 -> payload.set(field, array(scalar(), scalar()));
          default -> {}
        }
      }
      if (random.nextBoolean()) {
        payload.set(
            "n",
            array(
                NODES.objectNode().set(one(FIELDS), scalar()),
                NODES.objectNode().set(one(FIELDS), scalar())));
      }
      return RouterTest.event(one("t", "u", "v"), one("s1", "s2", "s3"), payload);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void the_index_finds_what_a_scan_finds(long seed) {
    RandomSet set = new RandomSet(seed);
    List<ActivityDefinition> definitions = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      definitions.add(definition("d-" + (i * 37 % 60), i % 10 != 0, set.trigger()));
    }
    List<StoredDefinition> stored = new MemoryDefinitionStore(definitions).current();
    Router router = Router.of(stored, EXPRESSIONS);
    int matches = 0;
    for (int i = 0; i < 200; i++) {
      EventEnvelope event = set.event();
      List<String> found = ids(router.matching(event));
      assertThat(found).as("seed %d, event %d: %s", seed, i, event).isEqualTo(scan(stored, event));
      explains(router, stored, event, "seed " + seed + ", event " + i);
      matches += found.size();
    }
    assertThat(matches).as("seed " + seed).isGreaterThan(200);
  }

  private static List<String> scan(List<StoredDefinition> stored, EventEnvelope event) {
    return stored.stream()
        .filter(candidate -> candidate.definition().enabled() && hasType(candidate, event))
        .filter(
            candidate ->
                new Candidate(
                        new Versions.Version(candidate, null, true),
                        candidate.definition().trigger().event(),
                        EXPRESSIONS)
                    .matches(event))
        .map(candidate -> candidate.definition().id())
        .sorted()
        .toList();
  }

  private static boolean hasType(StoredDefinition candidate, EventEnvelope event) {
    return candidate.definition().trigger().event().type().contains(event.type());
  }

  private static void explains(
      Router router, List<StoredDefinition> stored, EventEnvelope event, String seed) {
    RouteResult result = router.explain(event, Integer.MAX_VALUE);
    List<String> explained = new ArrayList<>(ids(result.matched()));
    List<String> filtered =
        result.filtered().stream().map(miss -> miss.definition().definition().id()).toList();
    explained.addAll(filtered);
    assertThat(filtered).as(seed).isSorted();
    assertThat(ids(result.matched())).as(seed).isSorted();
    assertThat(explained)
        .as(seed)
        .containsExactlyInAnyOrderElementsOf(
            stored.stream()
                .filter(candidate -> candidate.definition().enabled() && hasType(candidate, event))
                .map(candidate -> candidate.definition().id())
                .toList());
    assertThat(ids(result.disabled()))
        .as(seed)
        .containsExactlyElementsOf(
            stored.stream()
                .filter(candidate -> !candidate.definition().enabled() && hasType(candidate, event))
                .map(candidate -> candidate.definition().id())
                .sorted()
                .toList());
  }

  @Test
  void a_definition_of_two_equal_types_matches_once() {
    Router router = router(definition("a", EventTrigger.of("t", "t")));

    assertThat(ids(router.matching(event("t", "s", NODES.objectNode())))).containsExactly("a");
    assertThat(router.explain(event("t", "s", NODES.objectNode()), 10).matched()).hasSize(1);
  }

  @Test
  void a_condition_that_fails_or_gives_no_boolean_is_no_match() {
    Router router =
        router(
            definition("a", EventTrigger.of("t").withWhere("payload.missing > 1")),
            definition("b", EventTrigger.of("t").withWhere("payload.n")),
            definition("c", EventTrigger.of("t").withWhere("event.subject == \"x\"")));
    EventEnvelope event = event("t", "s", NODES.objectNode().put("n", 1));

    RouteResult result = router.explain(event, 10);

    assertThat(router.matching(event)).isEmpty();
    assertThat(result.filtered()).extracting(miss -> miss.miss().path()).containsOnly("where");
    assertThat(result.filtered().get(0).miss().actual().asText()).startsWith("error: ");
    assertThat(result.filtered().get(1).miss().actual()).isEqualTo(NODES.numberNode(1));
  }

  @Test
  void a_payload_need_not_be_an_object() {
    Router router =
        router(
            definition("a", EventTrigger.of("t")),
            definition("b", EventTrigger.of("t").withFilters(NODES.objectNode().put("x", 1))));

    for (JsonNode payload : List.of(NODES.textNode("x"), NODES.arrayNode(), NODES.numberNode(1))) {
      assertThat(ids(router.matching(event("t", "s", payload)))).containsExactly("a");
    }
  }

  @Test
  void no_more_reasons_are_given_than_asked_for() {
    ActivityDefinition[] many = new ActivityDefinition[50];
    for (int i = 0; i < many.length; i++) {
      many[i] = definition("d-" + i, EventTrigger.of("t").withSource("other"));
    }

    assertThat(router(many).explain(event("t", "s", NODES.objectNode()), 7).filtered()).hasSize(7);
  }

  @Test
  void definitions_without_an_event_trigger_are_left_out() {
    ActivityDefinition byHand =
        ActivityDefinition.builder("a")
            .trigger(Trigger.byHand())
            .rules(Rule.always(Node.task("one", "noop").build()))
            .build();

    assertThat(router(byHand).matching(event("t", "s", NODES.objectNode()))).isEmpty();
  }
}
