package io.activitycore.engine.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Node;
import io.activitycore.definition.Rule;
import io.activitycore.definition.Trigger;
import io.activitycore.event.EventEnvelope;
import io.activitycore.run.Decision;
import io.activitycore.run.RunKey;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore.Beginning;
import io.activitycore.spi.RunStore.Ending;
import io.activitycore.spi.RunStore.Prepared;
import io.activitycore.spi.StoredDefinition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MemoryStoreTest {

  private static final JsonNode PLAN = JsonNodeFactory.instance.objectNode().put("plan", 1);
  private static final RunKey KEY = new RunKey("tenant", "a", "e-1");

  private final MemoryStore store = new MemoryStore(Clock.systemUTC());

  private static Decision decision(Decision.Kind kind) {
    return new Decision("tenant", "e-1", "a", 1, kind, "", "w", Instant.EPOCH);
  }

  private static EventEnvelope event(String id) {
    return new EventEnvelope(
        id,
        "t",
        "s",
        Instant.EPOCH,
        null,
        null,
        null,
        JsonNodeFactory.instance.objectNode(),
        Map.of());
  }

  private Prepared prepare(String firstRunId, JsonNode plan) {
    return store
        .runs()
        .prepare(
            List.of(
                new Beginning(
                    KEY,
                    "w",
                    firstRunId,
                    1,
                    "hash",
                    plan,
                    decision(Decision.Kind.STARTED),
                    List.of(event("started")))))
        .get(0);
  }

  @Test
  void a_run_begins_once() {
    JsonNode other = JsonNodeFactory.instance.objectNode().put("plan", 2);

    assertThat(prepare("run-1", PLAN)).isEqualTo(new Prepared.Planned(PLAN));
    assertThat(prepare("run-1", other)).isEqualTo(new Prepared.Planned(PLAN));
    assertThat(prepare("run-2", other)).isEqualTo(new Prepared.Duplicate("run-1"));
    assertThat(store.decisions().find("tenant", "e-1"))
        .extracting(Decision::kind)
        .containsExactly(Decision.Kind.STARTED, Decision.Kind.DUPLICATE);
    assertThat(store.outbox().claim(10, Duration.ofMinutes(1))).hasSize(1);
  }

  @Test
  void keys_of_other_tenants_are_other_keys() {
    prepare("run-1", PLAN);

    assertThat(store.runs().find(KEY)).isPresent();
    assertThat(store.runs().find(new RunKey("other", "a", "e-1"))).isEmpty();
    assertThat(store.decisions().find("other", "e-1")).isEmpty();
  }

  @Test
  void a_run_ends_once() {
    prepare("run-1", PLAN);
    Ending completed = new Ending(KEY, "run-1", RunOutcome.COMPLETED, PLAN, List.of(event("end")));
    Ending failed = new Ending(KEY, "run-1", RunOutcome.FAILED, PLAN, List.of(event("failed")));

    assertThat(store.runs().finish(List.of(completed, failed)))
        .containsExactly(RunOutcome.COMPLETED, RunOutcome.COMPLETED);
    assertThat(store.outbox().claim(10, Duration.ofMinutes(1)))
        .extracting(row -> row.event().eventId())
        .containsExactly("started", "end");
  }

  @Test
  void a_start_is_one_decision_and_all_others_are_kept() {
    store
        .decisions()
        .record(
            List.of(
                decision(Decision.Kind.STARTED),
                decision(Decision.Kind.DUPLICATE),
                decision(Decision.Kind.STARTED),
                decision(Decision.Kind.DUPLICATE)));

    assertThat(store.decisions().find("tenant", "e-1"))
        .extracting(Decision::kind)
        .containsExactly(Decision.Kind.STARTED, Decision.Kind.DUPLICATE, Decision.Kind.DUPLICATE);
  }

  @Test
  void a_changed_definition_is_its_next_version_and_listeners_hear_of_it() throws Exception {
    MemoryDefinitionStore definitions = new MemoryDefinitionStore(List.of(definition("one")));
    AtomicInteger changes = new AtomicInteger();
    AutoCloseable following = definitions.onChange(changes::incrementAndGet);

    definitions.put(definition("one"));
    definitions.put(definition("two"));

    assertThat(changes).hasValue(1);
    assertThat(definitions.current()).extracting(StoredDefinition::version).containsExactly(2);
    assertThat(definitions.find("a", 1).orElseThrow().definition()).isEqualTo(definition("one"));
    assertThat(definitions.find("a", 3)).isEmpty();
    assertThat(definitions.find("a", 0)).isEmpty();
    assertThat(definitions.find("b", 1)).isEmpty();
    following.close();
    definitions.put(definition("three"));
    assertThat(changes).hasValue(1);
  }

  private static ActivityDefinition definition(String node) {
    return ActivityDefinition.builder("a")
        .trigger(Trigger.byHand())
        .rules(Rule.always(Node.task(node, "noop").build()))
        .build();
  }
}
