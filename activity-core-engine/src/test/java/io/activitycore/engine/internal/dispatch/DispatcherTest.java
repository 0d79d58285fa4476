package io.activitycore.engine.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.DefinitionReader;
import io.activitycore.definition.EventTrigger;
import io.activitycore.definition.Node;
import io.activitycore.definition.Rule;
import io.activitycore.definition.Trigger;
import io.activitycore.engine.internal.expression.CachedExpressions;
import io.activitycore.engine.internal.memory.MemoryDefinitionStore;
import io.activitycore.engine.internal.memory.MemoryStore;
import io.activitycore.engine.internal.route.Router;
import io.activitycore.event.EventEnvelope;
import io.activitycore.handler.Pending;
import io.activitycore.run.Decision;
import io.activitycore.run.Decision.Kind;
import io.activitycore.run.RunKey;
import io.activitycore.spi.DecisionLog;
import io.activitycore.spi.StoredDefinition;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class DispatcherTest {

  private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

  private final FakeRunStarter starter = new FakeRunStarter();
  private final MemoryStore store = new MemoryStore(CLOCK);

  private Dispatcher dispatcher(DecisionLog log, ActivityDefinition... definitions) {
    Router router =
        Router.of(
            new MemoryDefinitionStore(List.of(definitions)).current(), CachedExpressions.find());
    return Dispatchers.of(router, starter, store, log, CLOCK);
  }

  /** Records nothing of what does nothing. */
  private Dispatcher silent(ActivityDefinition... definitions) {
    Router router =
        Router.of(
            new MemoryDefinitionStore(List.of(definitions)).current(), CachedExpressions.find());
    return Dispatchers.of(router, starter, store, store.decisions(), 0, CLOCK);
  }

  private Dispatcher dispatcher(ActivityDefinition... definitions) {
    return dispatcher(store.decisions(), definitions);
  }

  private static ActivityDefinition.Builder on(String id, EventTrigger trigger) {
    return ActivityDefinition.builder(id)
        .trigger(Trigger.event(trigger))
        .rules(Rule.always(Node.task("one", "noop").build()));
  }

  private static ActivityDefinition.Builder on(String id) {
    return on(id, EventTrigger.of("t"));
  }

  private static EventEnvelope event(String id, int n) {
    return new EventEnvelope(
        id,
        "t",
        "s",
        Instant.EPOCH.plusSeconds(System.nanoTime() % 1000),
        null,
        null,
        null,
        JsonNodeFactory.instance.objectNode().put("n", n),
        Map.of());
  }

  private List<Decision> found(String eventId) {
    return store.decisions().find(RunKey.DEFAULT_TENANT, eventId);
  }

  @Test
  void every_definition_of_the_type_gets_a_decision_with_its_reason() {
    JsonNode filter = JsonNodeFactory.instance.objectNode().put("n", 1);
    Dispatcher dispatcher =
        dispatcher(
            on("b").build(),
            on("a").build(),
            on("c", EventTrigger.of("t").withSource("other")).build(),
            on("d", EventTrigger.of("t").withFilters(filter)).build(),
            on("e", EventTrigger.of("t").withWhere("payload.n > 10")).build(),
            on("f").enabled(false).build(),
            on("g", EventTrigger.of("another")).build());

    List<Decision> made = dispatcher.dispatch(List.of(event("e-1", 7)));

    assertThat(made)
        .extracting(Decision::activityId, Decision::kind, Decision::reason)
        .containsExactly(
            tuple("a", Kind.STARTED, "version 1"),
            tuple("b", Kind.STARTED, "version 1"),
            tuple("c", Kind.FILTERED, "source: expected [\"other\"], actual \"s\""),
            tuple("d", Kind.FILTERED, "payload.n: expected [1], actual 7"),
            tuple("e", Kind.FILTERED, "where: expected \"payload.n > 10\", actual false"),
            tuple("f", Kind.DISABLED, "the definition is disabled"));
    assertThat(made).isEqualTo(found("e-1"));
    assertThat(starter.started()).containsExactly("activity-a:e-1", "activity-b:e-1");
  }

  @Test
  void an_event_that_nobody_wants_is_recorded() {
    Dispatcher dispatcher = dispatcher(on("a", EventTrigger.of("another")).build());

    assertThat(dispatcher.dispatch(List.of(event("e-1", 7))))
        .singleElement()
        .satisfies(
            decision -> {
              assertThat(decision.kind()).isEqualTo(Kind.UNMATCHED);
              assertThat(decision.reason()).endsWith("type t");
              assertThat(decision.activityId()).isNull();
            });
  }

  @Test
  void the_same_event_again_is_a_duplicate_and_another_body_is_flagged() {
    Dispatcher dispatcher = dispatcher(on("a").build());

    List<Decision> made =
        dispatcher.dispatch(List.of(event("e-1", 1), event("e-1", 1), event("e-1", 2)));

    assertThat(made)
        .extracting(Decision::kind, Decision::reason)
        .containsExactly(
            tuple(Kind.STARTED, "version 1"),
            tuple(Kind.DUPLICATE, "the run exists: nothing started"),
            tuple(
                Kind.DUPLICATE,
                "the run exists, with another body under the same id: nothing started"));
    assertThat(starter.started()).hasSize(1);
  }

  @Test
  void one_definition_may_be_refused_while_others_start() {
    starter.refuse("a");
    Dispatcher dispatcher = dispatcher(on("a").build(), on("b").build());

    assertThat(dispatcher.dispatch(List.of(event("e-1", 1))))
        .extracting(Decision::activityId, Decision::kind, Decision::reason)
        .containsExactly(
            tuple("a", Kind.REJECTED, "too_large: the trigger is too large"),
            tuple("b", Kind.STARTED, "version 1"));
  }

  @Test
  void an_outage_passes_and_repeating_is_harmless() {
    Dispatcher dispatcher = dispatcher(on("a").build(), on("b").build());
    starter.unavailable("b", true);

    assertThatThrownBy(() -> dispatcher.dispatch(List.of(event("e-1", 1))))
        .isInstanceOf(UnavailableException.class);
    starter.unavailable("b", false);
    dispatcher.dispatch(List.of(event("e-1", 1)));

    assertThat(starter.started()).containsExactly("activity-a:e-1", "activity-b:e-1");
    assertThat(found("e-1"))
        .extracting(Decision::activityId, Decision::kind)
        .containsExactly(tuple("a", Kind.DUPLICATE), tuple("b", Kind.STARTED));
  }

  @Test
  void a_start_that_was_recorded_by_prepare_first_is_one_decision() {
    StoredDefinition stored = new MemoryDefinitionStore(List.of(on("a").build())).current().get(0);
    Decision byPrepare =
        new Decision(
            RunKey.DEFAULT_TENANT,
            "e-1",
            "a",
            stored.version(),
            Kind.STARTED,
            "version 1",
            "activity-a:e-1",
            Instant.EPOCH);
    store.decisions().record(List.of(byPrepare));

    dispatcher(on("a").build()).dispatch(List.of(event("e-1", 1)));

    assertThat(found("e-1")).containsExactly(byPrepare);
  }

  @Test
  void a_store_that_does_not_answer_is_an_outage_too() {
    AtomicBoolean down = new AtomicBoolean(true);
    DecisionLog log =
        new DecisionLog() {
          @Override
          public void record(List<Decision> decisions) {
            if (down.get()) {
              throw new IllegalStateException("no connection");
            }
            store.decisions().record(decisions);
          }

          @Override
          public List<Decision> find(String tenant, String eventId) {
            return store.decisions().find(tenant, eventId);
          }
        };
    Dispatcher dispatcher = dispatcher(log, on("a").build());

    assertThatThrownBy(() -> dispatcher.dispatch(List.of(event("e-1", 1))))
        .isInstanceOf(UnavailableException.class)
        .hasMessage("the store did not record 1 decisions: no connection");
    down.set(false);
    dispatcher.dispatch(List.of(event("e-1", 1)));

    assertThat(starter.started()).hasSize(1);
    assertThat(found("e-1")).extracting(Decision::kind).containsExactly(Kind.DUPLICATE);
  }

  @Test
  void a_trigger_by_hand_has_a_key_of_its_own() {
    Dispatcher dispatcher = dispatcher();
    StoredDefinition stored = new MemoryDefinitionStore(List.of(on("a").build())).current().get(0);
    JsonNode payload = JsonNodeFactory.instance.objectNode();

    Decision first = dispatcher.trigger(stored, "k", payload);
    Decision second = dispatcher.trigger(stored, "k", payload);

    assertThat(first.kind()).isEqualTo(Kind.STARTED);
    assertThat(second.kind()).isEqualTo(Kind.DUPLICATE);
    assertThat(starter.started()).containsExactly("activity-a:manual-k");
    assertThat(found("manual-k")).containsExactly(first, second);
  }

  @Test
  void only_an_event_that_does_nothing_and_is_not_recorded_is_ignored() {
    JsonNode seven = JsonNodeFactory.instance.objectNode().put("n", 7);
    ActivityDefinition wanted = on("a", EventTrigger.of("t").withFilters(seven)).build();

    assertThat(silent(wanted).ignores(event("e-1", 8))).isTrue();
    assertThat(silent(wanted).ignores(event("e-1", 7))).isFalse();
    assertThat(silent(on("a").enabled(false).build()).ignores(event("e-1", 7))).isTrue();
    assertThat(dispatcher(wanted).ignores(event("e-1", 8))).isFalse();
    assertThat(found("e-1")).isEmpty();
  }

  @Test
  void an_event_that_is_kept_or_a_reply_is_not_ignored() {
    String parks =
        """
        id: a
        enabled: false
        trigger: { event: { type: t, on_disabled: park } }
        rules: [ { tasks: [ { id: one, task: noop } ] } ]
        """;
    ActivityDefinition parking =
        DefinitionReader.read("a.yaml", parks.getBytes(StandardCharsets.UTF_8)).orThrow();
    assertThat(silent(parking).ignores(event("e-1", 7))).isFalse();

    EventEnvelope reply =
        new EventEnvelope(
            "e-1",
            "t",
            "s",
            Instant.EPOCH,
            null,
            null,
            null,
            JsonNodeFactory.instance.objectNode(),
            Map.of(Pending.TOKEN, JsonNodeFactory.instance.textNode("x")));
    assertThat(silent().ignores(reply)).isFalse();
    assertThat(silent().ignores(event("e-1", 7))).isTrue();
  }

  @Test
  void without_a_record_an_event_does_what_it_would_do() {
    JsonNode filter = JsonNodeFactory.instance.objectNode().put("n", 1);
    Dispatcher dispatcher =
        silent(on("a").build(), on("b", EventTrigger.of("t").withFilters(filter)).build());

    assertThat(dispatcher.dispatch(List.of(event("e-1", 7))))
        .extracting(Decision::activityId, Decision::kind)
        .containsExactly(tuple("a", Kind.STARTED));
    assertThat(starter.started()).containsExactly("activity-a:e-1");
  }
}
