package io.activitycore.engine.internal.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.EventTrigger;
import io.activitycore.definition.Node;
import io.activitycore.definition.Rollout;
import io.activitycore.definition.Rule;
import io.activitycore.definition.Trigger;
import io.activitycore.engine.internal.expression.CachedExpressions;
import io.activitycore.event.EventEnvelope;
import io.activitycore.expression.ExpressionEngine;
import io.activitycore.spi.StoredDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RolloutTest {

  private static final int MANY = 2_000;
  private static final ExpressionEngine EXPRESSIONS = CachedExpressions.find();

  private static ActivityDefinition.Builder definition(EventTrigger trigger) {
    return ActivityDefinition.builder("a")
        .trigger(Trigger.event(trigger))
        .rules(Rule.always(Node.task("one", "noop").build()));
  }

  private static StoredDefinition version(int number, ActivityDefinition.Builder definition) {
    return new StoredDefinition(definition.build(), number, "hash-" + number);
  }

  private static StoredDefinition older() {
    return version(1, definition(EventTrigger.of("t")));
  }

  private static StoredDefinition newer(int percent) {
    return version(2, definition(EventTrigger.of("t")).rollout(Rollout.of(percent)));
  }

  private static Router router(StoredDefinition... versions) {
    return Router.of(List.of(versions), EXPRESSIONS);
  }

  private static EventEnvelope event(String id, String customer) {
    ObjectNode payload = JsonNodeFactory.instance.objectNode().put("customer", customer);
    return new EventEnvelope(id, "t", "s", Instant.EPOCH, null, null, null, payload, Map.of());
  }

  private static int picked(Router router, EventEnvelope event) {
    List<StoredDefinition> matched = router.matching(event);
    assertThat(matched).hasSize(1);
    assertThat(router.explain(event, 10).matched()).isEqualTo(matched);
    assertThat(router.explain(event, 10).filtered()).isEmpty();
    return matched.get(0).version();
  }

  /** The events, of many, that the newer version takes. */
  private static Set<Integer> taken(int percent) {
    Router router = router(older(), newer(percent));
    return IntStream.range(0, MANY)
        .filter(i -> picked(router, event("e-" + i, "c")) == 2)
        .boxed()
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void each_event_is_for_one_version_and_the_share_is_as_asked() {
    assertThat(taken(0)).isEmpty();
    assertThat(taken(20).size()).isBetween(MANY * 16 / 100, MANY * 24 / 100);
    assertThat(taken(100)).hasSize(MANY);
  }

  @Test
  void a_growing_share_keeps_what_it_had() {
    assertThat(taken(50)).containsAll(taken(20));
    assertThat(taken(90)).containsAll(taken(50));
  }

  @Test
  void the_same_key_goes_to_the_same_version() {
    Router router =
        router(
            older(),
            version(
                2, definition(EventTrigger.of("t")).rollout(Rollout.of(50, "payload.customer"))));
    for (int customer = 0; customer < 20; customer++) {
      String name = "c-" + customer;
      Set<Integer> versions =
          IntStream.range(0, 20)
              .mapToObj(i -> picked(router, event(name + "/" + i, name)))
              .collect(Collectors.toSet());
      assertThat(versions).as(name).hasSize(1);
    }
  }

  @Test
  void an_event_whose_key_fails_is_for_the_older_version() {
    Router router =
        router(
            older(),
            version(2, definition(EventTrigger.of("t")).rollout(Rollout.of(99, "payload.nobody"))));
    assertThat(picked(router, event("e-1", "c"))).isEqualTo(1);
  }

  @Test
  void the_version_of_the_key_alone_is_matched_whatever_the_other_would_do() {
    EventTrigger never = EventTrigger.of("t").withWhere("payload.customer == 'nobody'");
    Router router = router(older(), version(2, definition(never).rollout(Rollout.of(50))));
    Set<Integer> taken = taken(50);
    for (int i = 0; i < 100; i++) {
      EventEnvelope event = event("e-" + i, "c");
      RouteResult result = router.explain(event, 10);
      assertThat(result.matched()).hasSize(taken.contains(i) ? 0 : 1);
      assertThat(result.filtered()).hasSize(taken.contains(i) ? 1 : 0);
      assertThat(router.matching(event)).isEqualTo(result.matched());
    }
  }

  @Test
  void a_disabled_version_speaks_for_its_own_share_only() {
    Router router =
        router(
            older(),
            version(2, definition(EventTrigger.of("t")).enabled(false).rollout(Rollout.of(50))));
    Set<Integer> taken = taken(50);
    for (int i = 0; i < 100; i++) {
      RouteResult result = router.explain(event("e-" + i, "c"), 10);
      assertThat(result.matched()).hasSize(taken.contains(i) ? 0 : 1);
      assertThat(result.disabled()).hasSize(taken.contains(i) ? 1 : 0);
    }
  }

  @Test
  void without_a_version_before_it_a_version_takes_all() {
    Router router = router(newer(1));
    assertThat(IntStream.range(0, 100).map(i -> picked(router, event("e-" + i, "c"))))
        .containsOnly(2);
  }
}
