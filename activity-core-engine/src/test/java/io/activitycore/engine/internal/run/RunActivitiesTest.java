package io.activitycore.engine.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.ContextEntry;
import io.activitycore.definition.Node;
import io.activitycore.definition.Rule;
import io.activitycore.definition.Trigger;
import io.activitycore.engine.internal.expression.CachedExpressions;
import io.activitycore.engine.internal.memory.MemoryDefinitionStore;
import io.activitycore.engine.internal.memory.MemoryStore;
import io.activitycore.engine.internal.plan.Plan;
import io.activitycore.engine.internal.plan.PlanCompiler;
import io.activitycore.engine.internal.task.HandlersBuilder;
import io.activitycore.event.EventEnvelope;
import io.activitycore.run.Decision;
import io.activitycore.run.RunKey;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.Outbox;
import io.activitycore.spi.StoredDefinition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RunActivitiesTest {

  private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
  private static final JsonNode EMPTY = JsonNodeFactory.instance.objectNode();

  private final MemoryStore store = new MemoryStore(CLOCK);
  private final MemoryDefinitionStore definitions =
      new MemoryDefinitionStore(
          List.of(
              ActivityDefinition.builder("a")
                  .trigger(Trigger.byHand())
                  .context("n", new ContextEntry("count", EMPTY))
                  .rules(Rule.always(Node.task("one", "noop").build()))
                  .build()));
  private final StoredDefinition stored = definitions.current().get(0);
  private final RunTrigger trigger = RunTrigger.manual(RunKey.DEFAULT_TENANT, stored, "k", EMPTY);

  private RunActivities activities(HandlersBuilder handlers) {
    CachedExpressions expressions = CachedExpressions.find();
    return new RunActivities(
        definitions,
        handlers.build(),
        store,
        expressions,
        new Programs(expressions),
        null,
        new StoredResults(RunKey.DEFAULT_TENANT, store, CLOCK),
        CLOCK);
  }

  private RunActivities counting() {
    AtomicInteger calls = new AtomicInteger();
    HandlersBuilder handlers = new HandlersBuilder();
    handlers.addResolver(
        "count", input -> JsonNodeFactory.instance.numberNode(calls.incrementAndGet()));
    return activities(handlers);
  }

  private List<String> events() {
    return store.outbox().claim(100, Duration.ofMinutes(1)).stream()
        .map(Outbox.Row::event)
        .map(EventEnvelope::eventId)
        .toList();
  }

  @Test
  void the_same_run_gets_the_stored_plan_back() {
    RunActivities activities = counting();

    JsonNode first = activities.prepare(trigger.toJson(), "run-1");
    JsonNode again = activities.prepare(trigger.toJson(), "run-1");

    assertThat(first.at("/status").asText()).isEqualTo("planned");
    assertThat(first.at("/plan/context/n").asInt()).isEqualTo(1);
    assertThat(again).isEqualTo(first);
    assertThat(events())
        .containsExactly("activity-a:manual-k#RunStarted", "activity-a:manual-k/one#TaskCreated");
    assertThat(store.decisions().find(RunKey.DEFAULT_TENANT, "manual-k"))
        .extracting(Decision::kind)
        .containsExactly(Decision.Kind.STARTED);
  }

  @Test
  void the_hashes_that_the_run_can_tell_are_in_the_store_and_not_in_its_history() {
    RunActivities activities = counting();
    RunTrigger open = RunTrigger.manual(RunKey.DEFAULT_TENANT, "a", "open", EMPTY);

    JsonNode known = activities.prepare(trigger.toJson(), "run-1").path("plan");
    JsonNode unknown = activities.prepare(open.toJson(), "run-2").path("plan");

    assertThat(known.has("definition_hash")).isFalse();
    assertThat(known.has("context_hash")).isFalse();
    assertThat(unknown.path("definition_hash").asText()).isEqualTo(stored.hash());
    assertThat(unknown.has("context_hash")).isFalse();
    JsonNode kept = store.runs().find(trigger.key()).orElseThrow().plan();
    assertThat(kept.path("definition_hash").asText()).isEqualTo(stored.hash());
    assertThat(kept.path("context_hash").asText()).isEqualTo(Plan.of(known).contextHash());
  }

  @Test
  void a_redriven_run_follows_its_plan_whether_or_not_that_says_its_hashes() {
    RunActivities activities = counting();
    JsonNode first = activities.prepare(trigger.toJson(), "run-1");
    RunTrigger again = trigger.again(new RunTrigger.Redrive(2, Map.of(), Map.of()));

    assertThat(activities.prepare(again.toJson(), "run-2")).isEqualTo(first);
    assertThat(Preparation.of(activities.prepare(again.toJson(), "run-2")))
        .isEqualTo(Preparation.of(first));
  }

  @Test
  void plans_that_differ_in_when_they_are_over_have_programs_of_their_own() {
    Programs programs = new Programs(CachedExpressions.find());
    Plan never = PlanCompiler.compile(stored.definition(), 1, stored.hash());
    ObjectNode tree = (ObjectNode) never.tree();
    Plan once = Plan.of(tree.put("complete_when", "event.type == 'over'"));
    Map<String, JsonNode> over =
        Map.of("event", JsonNodeFactory.instance.objectNode().put("type", "over"));

    assertThat(once.graphHash()).isEqualTo(never.graphHash());
    assertThat(programs.of(never).isComplete(over)).isFalse();
    assertThat(programs.of(once).isComplete(over)).isTrue();
    assertThat(programs.of(never).isComplete(over)).isFalse();
  }

  @Test
  void another_run_is_a_duplicate() {
    RunActivities activities = counting();
    activities.prepare(trigger.toJson(), "run-1");

    JsonNode other = activities.prepare(trigger.toJson(), "run-2");

    assertThat(Preparation.of(other)).isEqualTo(new Preparation.Duplicate("run-1"));
  }

  @Test
  void a_missing_resolver_is_not_the_end_but_tried_again() {
    assertThatThrownBy(() -> activities(new HandlersBuilder()).prepare(trigger.toJson(), "run-1"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("context n: no resolver count in this worker");
    assertThat(store.runs().find(trigger.key())).isEmpty();
  }

  @Test
  void an_unknown_version_is_tried_again() {
    RunTrigger other =
        RunTrigger.manual(
            RunKey.DEFAULT_TENANT,
            new StoredDefinition(stored.definition(), 2, "another-hash"),
            "k",
            EMPTY);

    assertThatThrownBy(() -> counting().prepare(other.toJson(), "run-1"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a version 2 with hash another-hash is not in this worker's definition store");
  }

  @Test
  void the_first_finish_wins() {
    RunActivities activities = counting();
    activities.prepare(trigger.toJson(), "run-1");
    events();

    String first = activities.finish(trigger.toJson(), "run-1", "FAILED", EMPTY);
    String second = activities.finish(trigger.toJson(), "run-1", "COMPLETED", EMPTY);

    assertThat(first).isEqualTo("FAILED");
    assertThat(second).isEqualTo("FAILED");
    assertThat(store.runs().find(trigger.key()).orElseThrow().outcome())
        .isEqualTo(RunOutcome.FAILED);
    assertThat(events()).containsExactly("activity-a:manual-k#RunFailed");
  }

  @Test
  void what_started_a_run_reads_back_as_it_was_written() {
    assertThat(RunTrigger.fromJson(trigger.toJson())).isEqualTo(trigger);
    assertThat(trigger.event()).isNull();
    assertThat(RunTrigger.fromJson(trigger.toJson()).variables().get("payload")).isEqualTo(EMPTY);
  }
}
