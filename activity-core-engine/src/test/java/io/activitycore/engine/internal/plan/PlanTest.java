package io.activitycore.engine.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Compensation;
import io.activitycore.definition.Edge;
import io.activitycore.definition.Emit;
import io.activitycore.definition.End;
import io.activitycore.definition.Escalation;
import io.activitycore.definition.Graph;
import io.activitycore.definition.Human;
import io.activitycore.definition.Node;
import io.activitycore.definition.OnError;
import io.activitycore.definition.Retry;
import io.activitycore.definition.Rule;
import io.activitycore.definition.RunActivityNode;
import io.activitycore.definition.Timeouts;
import io.activitycore.definition.Wait;
import io.activitycore.definition.WaitForEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlanTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static Node of(
      String id,
      @Nullable Wait wait,
      @Nullable Emit emit,
      @Nullable Human human,
      @Nullable RunActivityNode run,
      @Nullable WaitForEvent event,
      @Nullable End end) {
    return new Node(
        id, null, null, null, wait, emit, human, run, event, end, null, null, null, null, null,
        null, null, null, null, null, null);
  }

  /** One node of every kind, with every option. */
  private static ActivityDefinition everything() {
    return ActivityDefinition.builder("everything")
        .taskQueue("all-tq")
        .graph(
            new Graph(
                List.of(
                    Node.task("task", "do.it")
                        .input(json("{'a': null, 'b': 1.0, 'c': '{{ payload }}'}"))
                        .retry(
                            new Retry(
                                Duration.ofSeconds(2),
                                1.5,
                                Duration.ofMinutes(1),
                                7,
                                List.of("fatal")))
                        .timeouts(
                            new Timeouts(
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(2),
                                Duration.ofMillis(3500),
                                Duration.ofSeconds(4)))
                        .taskQueue("its-tq")
                        .priority(2)
                        .resultLimit(4096)
                        .compensate(Compensation.of("undo.it", json("null")))
                        .forEach("payload.items", "item")
                        .maxConcurrency(9)
                        .onError(new OnError.Route("end"))
                        .build(),
                    Node.condition("condition", "true"),
                    Node.set("set", json("{'x': '{{ 1 }}'}")),
                    of("wait", new Wait("5m", null), null, null, null, null, null),
                    of("emit", null, new Emit("a.b", "s", json("{}")), null, null, null, null),
                    of(
                        "human",
                        null,
                        null,
                        Human.of("ann")
                            .withForm(json("{}"))
                            .withDue(Duration.ofDays(2))
                            .withPriority(3)
                            .withRemind(Duration.ofDays(1), Duration.ofHours(6))
                            .withEscalate(
                                new Escalation(Duration.ofDays(1), List.of(), List.of("heads"))),
                        null,
                        null,
                        null),
                    of(
                        "child",
                        null,
                        null,
                        null,
                        new RunActivityNode("b", json("1"), false),
                        null,
                        null),
                    of(
                        "paid",
                        null,
                        null,
                        null,
                        null,
                        new WaitForEvent("t", "true", Duration.ofHours(1)),
                        null),
                    of("end", null, null, null, null, null, new End(End.Outcome.FAILED, "why"))),
                List.of(
                    Edge.start("task"),
                    Edge.of("task", "condition", Edge.Type.ALWAYS),
                    Edge.of("condition", "set", Edge.Type.TRUE_BRANCH),
                    Edge.of("condition", "wait", Edge.Type.FALSE_BRANCH),
                    Edge.of("set", "emit", Edge.Type.PARALLEL),
                    Edge.of("emit", "human"),
                    Edge.of("human", "child"),
                    Edge.of("child", "paid"),
                    Edge.of("paid", "end"))))
        .build();
  }

  @Test
  void a_plan_with_everything_survives_its_wire_form() {
    Plan plan =
        PlanCompiler.compile(
            everything(), 3, "abc", Map.of("customer", json("{'tier': 'gold', 'n': [1, 2.5]}")));

    assertThat(Plan.of(plan.tree())).isEqualTo(plan);
    assertThat(Plan.of(json(plan.tree().toString()))).isEqualTo(plan);
    assertThat(Plan.size(plan.tree())).isEqualTo(plan.tree().toString().length());
    assertThat(plan.nodes())
        .extracting(Object::getClass)
        .containsExactlyInAnyOrder(Step.class.getPermittedSubclasses());
  }

  @Test
  void the_wire_form_is_snake_case_and_says_who_may_follow_it() {
    JsonNode tree = PlanCompiler.compile(everything(), 3, "abc").tree();

    assertThat(tree.path("interpreter").asInt()).isEqualTo(1);
    assertThat(tree.path("activity_id").asText()).isEqualTo("everything");
    assertThat(tree.path("version").asInt()).isEqualTo(3);
    assertThat(tree.path("definition_hash").asText()).isEqualTo("abc");
    assertThat(tree.path("task_queue").asText()).isEqualTo("all-tq");
    assertThat(tree.at("/nodes/0/kind").asText()).isEqualTo("task");
    assertThat(tree.at("/nodes/0/retry/initial_interval").asText()).isEqualTo("PT2S");
    assertThat(tree.at("/nodes/0/for_each/max_concurrency").asInt()).isEqualTo(9);
    assertThat(tree.at("/nodes/0/on_error").asText()).isEqualTo("route");
    assertThat(tree.at("/nodes/3/for").asText()).isEqualTo("5m");
    assertThat(tree.at("/edges/0/type").asText()).isEqualTo("always");
    assertThat(tree.at("/edges/8"))
        .isEqualTo(json("{'from': 'task', 'to': 'end', 'type': 'route'}"));
  }

  @Test
  void what_a_newer_writer_added_is_ignored() {
    Plan plan = PlanCompiler.compile(everything(), 3, "abc");
    ObjectNode tree = (ObjectNode) plan.tree();
    tree.put("later", 1);
    ((ObjectNode) tree.at("/nodes/0")).putObject("more").put("a", 1);
    ((ObjectNode) tree.at("/nodes/0/retry")).put("jitter", true);
    ((ObjectNode) tree.at("/edges/0")).put("weight", 2);

    assertThat(Plan.of(tree)).isEqualTo(plan);
  }

  @Test
  void a_plan_of_before_there_were_reminders_has_none() {
    ObjectNode tree = (ObjectNode) PlanCompiler.compile(everything(), 3, "abc").tree();
    ObjectNode person = (ObjectNode) tree.at("/nodes/5");
    assertThat(person.path("remind")).isEqualTo(json("['PT24H', 'PT6H']"));
    assertThat(person.at("/escalate/after").asText()).isEqualTo("PT24H");
    person.remove(List.of("remind", "escalate"));

    Step.Person read = (Step.Person) Plan.of(tree).nodes().get(5);

    assertThat(read.remind()).isEmpty();
    assertThat(read.escalate()).isNull();
    assertThat(Plan.of(tree).tree().at("/nodes/5").has("remind")).isFalse();
  }

  private static Plan usual() {
    return PlanCompiler.compile(
        ActivityDefinition.builder("usual")
            .graph(
                new Graph(
                    List.of(
                        Node.task("a", "do.it").compensate(Compensation.of("undo.it")).build(),
                        Node.task("b", "do.it").build()),
                    List.of(Edge.start("a"), Edge.of("a", "b"))))
            .build(),
        1,
        "abc");
  }

  @Test
  void what_most_nodes_have_takes_no_room_in_a_plan() {
    JsonNode tree = usual().tree();

    assertThat(tree.path("nodes"))
        .isEqualTo(
            json(
                "[{'kind': 'task', 'id': 'a', 'task': 'do.it', 'compensate': {'task': 'undo.it'}},"
                    + " {'kind': 'task', 'id': 'b', 'task': 'do.it'}]"));
    assertThat(tree.path("edges")).isEqualTo(json("[{'from': 'a', 'to': 'b'}]"));
    assertThat(Plan.of(tree)).isEqualTo(usual());
  }

  @Test
  void what_an_earlier_release_spelled_out_reads_the_same() {
    ObjectNode tree = (ObjectNode) usual().tree();
    for (JsonNode node : List.of(tree.at("/nodes/0"), tree.at("/nodes/1"))) {
      ((ObjectNode) node)
          .setAll(
              (ObjectNode)
                  json(
                      "{'input': {}, 'on_error': 'fail', 'timeouts': {'start_to_close': 'PT1M'},"
                          + " 'retry': {'initial_interval': 'PT1S', 'backoff_coefficient': 2.0,"
                          + " 'maximum_attempts': 5, 'non_retryable_types': []}}"));
    }
    ((ObjectNode) tree.at("/edges/0")).put("type", "sequence");

    assertThat(Plan.of(tree)).isEqualTo(usual());
  }

  @Test
  void what_is_no_plan_is_refused() {
    assertThatThrownBy(() -> Plan.of(json("{'nodes': 1}")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Plan.of(json("{'nodes': [{'kind': 'teleport', 'id': 'x'}]}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("teleport");
  }

  @Test
  void the_contexts_hash_depends_on_its_values_only() {
    Plan plan = PlanCompiler.compile(everything(), 3, "abc");

    String hash = plan.with(Map.of("a", json("{'x': 1, 'y': 2}"))).contextHash();
    assertThat(plan.with(Map.of("a", json("{'y': 2, 'x': 1}"))).contextHash()).isEqualTo(hash);
    assertThat(plan.with(Map.of("a", json("{'y': 2, 'x': 2}"))).contextHash()).isNotEqualTo(hash);
    // printf '{}' | sha256sum
    assertThat(plan.contextHash())
        .isEqualTo("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
  }

  @Test
  void a_run_records_no_hash_that_it_can_tell_without_its_plan() {
    Plan plan =
        PlanCompiler.compile(everything(), 3, "abc", Map.of("a", json("{'x': 1, 'y': [2.5]}")));

    JsonNode known = Plan.recorded(plan.tree(), true);
    JsonNode unknown = Plan.recorded(plan.tree(), false);

    ObjectNode expected = (ObjectNode) plan.tree();
    expected.remove("context_hash");
    assertThat(unknown).isEqualTo(expected);
    expected.remove("definition_hash");
    assertThat(known).isEqualTo(expected);
    assertThat(Plan.of(json(known.toString())).contextHash()).isEqualTo(plan.contextHash());
    assertThat(Plan.of(known).definitionHash()).isEmpty();
    assertThat(Plan.of(known).tree().has("definition_hash")).isFalse();
    assertThat(Plan.of(unknown).definitionHash()).isEqualTo("abc");
    assertThat(Plan.of(known).tree()).isEqualTo(Plan.of(Plan.of(known).tree()).tree());
  }

  @Test
  void a_contexts_hash_is_recorded_where_the_context_reads_back_as_another_one() {
    Plan plan =
        PlanCompiler.compile(
            everything(),
            3,
            "abc",
            Map.of("a", JsonNodeFactory.instance.numberNode(new BigDecimal("2.50"))));

    JsonNode recorded = Plan.recorded(plan.tree(), true);

    assertThat(recorded.path("context_hash").asText()).isEqualTo(plan.contextHash());
    assertThat(Plan.of(json(recorded.toString())).contextHash()).isEqualTo(plan.contextHash());
  }

  @Test
  void the_graphs_hash_is_the_same_for_every_run() {
    Plan plan = PlanCompiler.compile(everything(), 3, "abc");

    assertThat(PlanCompiler.compile(everything(), 3, "abc", Map.of("a", json("1"))).graphHash())
        .isEqualTo(plan.graphHash())
        .isEqualTo(Plan.of(plan.tree()).graphHash());
  }

  @Test
  void rules_become_a_chain_with_hidden_conditions() {
    ActivityDefinition definition =
        ActivityDefinition.builder("flat")
            .rules(
                Rule.when("payload.a", Node.task("a1", "t").build(), Node.task("a2", "t").build()),
                Rule.forEach("payload.b", "x", Node.task("b1", "t").build()),
                new Rule("payload.c", "payload.d", "y", List.of(Node.task("c1", "t").build())))
            .build();

    Plan plan = PlanCompiler.compile(definition, 1, "");

    assertThat(plan.start()).isEqualTo("when#0");
    assertThat(plan.nodes())
        .extracting(Step::id)
        .containsExactly("when#0", "a1", "a2", "b1", "when#2", "c1");
    assertThat(plan.nodes())
        .filteredOn(Step::hidden)
        .extracting(Step::id)
        .containsExactly("when#0", "when#2");
    assertThat(((Step.Task) plan.nodes().get(3)).forEach())
        .isEqualTo(new Step.ForEach("payload.b", "x", 100));
    assertThat(((Step.Task) plan.nodes().get(5)).forEach())
        .isEqualTo(new Step.ForEach("payload.d", "y", 100));
    assertThat(plan.edges())
        .containsExactly(
            new PlanEdge("when#0", "a1", PlanEdge.Type.TRUE_BRANCH),
            new PlanEdge("a1", "a2", PlanEdge.Type.SEQUENCE),
            new PlanEdge("a2", "b1", PlanEdge.Type.SEQUENCE),
            new PlanEdge("when#0", "b1", PlanEdge.Type.FALSE_BRANCH),
            new PlanEdge("b1", "when#2", PlanEdge.Type.SEQUENCE),
            new PlanEdge("when#2", "c1", PlanEdge.Type.TRUE_BRANCH));
  }
}
