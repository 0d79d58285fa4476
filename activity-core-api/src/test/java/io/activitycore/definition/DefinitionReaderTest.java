package io.activitycore.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class DefinitionReaderTest {

  static final String SMALL =
      """
      id: small
      trigger: { event: { type: a.b } }
      graph:
        nodes: [{ id: one, task: t.one }]
        edges: [{ to: one, type: start }]
      """;

  static String resource(String name) {
    try (InputStream in = DefinitionReaderTest.class.getResourceAsStream("/definitions/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ReadResult read(String yaml) {
    return DefinitionReader.read("f.yaml", yaml.getBytes(StandardCharsets.UTF_8));
  }

  static List<String> problems(String yaml) {
    ReadResult result = read(yaml);
    assertThat(result.definition()).isNull();
    return result.problems().stream()
        .map(p -> p.line() + " " + p.pointer() + " " + p.code())
        .toList();
  }

  /** A definition with these lines for its only node and what comes after it. */
  static String node(String node) {
    return SMALL.replace("task: t.one", node);
  }

  @Test
  void reads_the_big_example() {
    ReadResult result = read(resource("order-fulfilment.yaml"));
    assertThat(result.problems()).isEmpty();
    ActivityDefinition definition = result.orThrow();
    assertThat(definition.taskQueue()).isEqualTo("orders-tq");
    assertThat(definition.enabled()).isTrue();
    Graph graph = Objects.requireNonNull(definition.graph());
    assertThat(graph.nodes()).hasSize(12);
    assertThat(graph.nodes().stream().map(Node::kind).distinct())
        .containsExactly(
            "task", "condition", "set", "wait", "emit", "human", "run", "wait_for_event", "end");
    assertThat(graph.nodes().get(2).onError()).isEqualTo(OnError.CONTINUE);
    assertThat(graph.nodes().get(3).onError()).isEqualTo(new OnError.Route("apologise"));
    assertThat(graph.edges().get(1).type()).isEqualTo(Edge.Type.SEQUENCE);
    assertThat(result.lines().lineOf("/graph/nodes/0/retry/maximum_attempts")).isEqualTo(21);
    assertThat(result.lines().lineOf("/graph/nodes/0/priority")).isEqualTo(18);
    assertThat(result.lines().lineOf("/trigger/event/where")).isEqualTo(13);
    assertThat(result.lines().lineOf("")).isEqualTo(2);
  }

  @Test
  void reads_the_flat_form() {
    ActivityDefinition definition = read(resource("flat-rules.yaml")).orThrow();
    assertThat(definition.trigger().schedule())
        .isEqualTo(
            ScheduleTrigger.cron("0 9 * * MON-FRI")
                .withTimezone("Europe/Berlin")
                .withMisfire(ScheduleTrigger.Misfire.COMPRESS, Duration.ofDays(7)));
    assertThat(definition.rules()).hasSize(2);
    assertThat(definition.graph()).isNull();
  }

  @Test
  void equals_what_the_builder_makes() {
    ActivityDefinition built =
        ActivityDefinition.builder("small")
            .trigger(Trigger.event("a.b"))
            .graph(
                new Graph(List.of(Node.task("one", "t.one").build()), List.of(Edge.start("one"))))
            .build();
    assertThat(read(SMALL).orThrow()).isEqualTo(built);
  }

  @Test
  void reports_all_problems_at_once_each_where_it_stands() {
    assertThat(
            problems(
                """
                id: Wrong
                nmae: typo
                enabled: maybe
                trigger:
                  event: { type: [a.b, 5, ""], source: "", filters: [1] }
                  schedule: { cron: 5, misfire: later, catchup_window: 1h30m }
                context:
                  event: { resolver: x, inputs: 1 }
                  crm: { input: 1 }
                graph:
                  nodes:
                    - { id: one, task: t.one, condition: x, retry: { maximum_attempts: 0 } }
                    - { id: one, task: t.two, timeouts: { start_to_close: -5s, heartbeat: 0s } }
                    - { task: 7 }
                    - { id: two, condition: x, retry: {} }
                  edges:
                    - { from: one, type: start }
                """))
        .containsExactly(
            "1 /id pattern",
            "2 /nmae unknown_property",
            "3 /enabled type",
            "4 /trigger exactly_one",
            "5 /trigger/event/filters json_object",
            "5 /trigger/event/source identifier",
            "5 /trigger/event/type/1 type",
            "5 /trigger/event/type/2 identifier",
            "6 /trigger/schedule/catchup_window duration",
            "6 /trigger/schedule/cron type",
            "6 /trigger/schedule/misfire enum",
            "8 /context/event node_name",
            "8 /context/event/inputs unknown_property",
            "9 /context/crm/resolver required",
            "12 /graph/nodes/0 exactly_one",
            "12 /graph/nodes/0/retry/maximum_attempts range",
            "13 /graph/nodes/1/id name_taken",
            "13 /graph/nodes/1/timeouts/heartbeat positive_duration",
            "13 /graph/nodes/1/timeouts/start_to_close duration",
            "14 /graph/nodes/2/id required",
            "14 /graph/nodes/2/task type",
            "15 /graph/nodes/3/retry goes_with",
            "17 /graph/edges/0/to required");
  }

  @Test
  void says_where_a_missing_property_would_be() {
    ReadResult result = read("\n\nname: x\n");
    assertThat(result.problems())
        .extracting(Problem::toString)
        .containsExactly(
            "f.yaml:3: needs exactly one of graph, rules, got none",
            "f.yaml:3: /id: is required",
            "f.yaml:3: /trigger: is required");
    assertThatThrownBy(result::orThrow)
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("f.yaml:3: /id: is required\nf.yaml:3: /trigger: is required");
  }

  @Test
  void shows_what_was_expected_and_what_was_found() {
    ReadResult result = read(node("task: 5, on_error: stop, priority: x, retry: [1], wait: {}"));
    assertThat(result.problems())
        .extracting(Problem::message)
        .containsExactly(
            "needs exactly one of task, condition, set, wait, emit, human, run, wait_for_event,"
                + " end, got task and wait",
            "must be fail, continue or {route: node_id}, got the string \"stop\"",
            "must be an integer, got the string \"x\"",
            "must be an object, got a list",
            "must be a string, got the number 5",
            "needs exactly one of for, until, got none");
  }

  @Test
  void names_the_known_properties() {
    assertThat(read(node("task: t, wait: {for: 1s, unti: 2}")).problems())
        .extracting(Problem::message)
        .contains("is not known, expected one of for, until");
    assertThat(read(SMALL.replace("{ event: { type: a.b } }", "{ manual: { x: 1 } }")).problems())
        .extracting(Problem::message)
        .containsExactly("is not known, expected no property");
  }

  @Test
  void takes_an_explicit_null_for_absent_and_says_so() {
    assertThat(read(SMALL + "name:\nowner: ~\ncontext: null\n").problems()).isEmpty();
    assertThat(read(SMALL.replace("{ event: { type: a.b } }", "\n  manual:")).problems())
        .extracting(Problem::message)
        .containsExactly(
            "needs exactly one of event, schedule, manual, got none (null counts as absent:"
                + " manual)");
    assertThat(problems("id:\n" + SMALL.replace("id: small", "")))
        .containsExactly("1 /id required");
    assertThat(problems(SMALL + "context: { a: }")).containsExactly("6 /context/a type");
  }

  @Test
  void takes_a_hand_for_a_trigger() {
    assertThat(
            read(SMALL.replace("{ event: { type: a.b } }", "{ manual: {} }")).orThrow().trigger())
        .isEqualTo(Trigger.byHand());
  }

  @Test
  void refuses_a_second_key_and_goes_on() {
    assertThat(problems(SMALL + "id: other\nname: 5\n"))
        .containsExactly("6 /id duplicate_key", "7 /name type");
  }

  @Test
  void gives_up_after_a_hundred_problems() {
    String edges = "{},".repeat(500_000);
    ReadResult result = read(SMALL.replace("edges: [", "edges: [" + edges));
    assertThat(result.problems()).hasSizeLessThanOrEqualTo(100);
  }

  @Test
  void keeps_a_problem_on_one_line() {
    assertThat(read(SMALL + "\"a\\nb\\u0007\": 5\n").problems())
        .extracting(Problem::toString)
        .singleElement()
        .asString()
        .startsWith("f.yaml:6: /a\\u000ab\\u0007: is not known, expected one of id, name,");
  }

  @Test
  void reads_json_by_suffix_or_by_its_first_character() {
    byte[] json = DefinitionJson.text(read(SMALL).orThrow()).getBytes(StandardCharsets.UTF_8);
    assertThat(DefinitionReader.read("x.json", json).problems()).isEmpty();
    assertThat(DefinitionReader.read("stdin", json).problems()).isEmpty();
    byte[] yaml = SMALL.getBytes(StandardCharsets.UTF_8);
    assertThat(DefinitionReader.read("stdin", yaml).problems()).isEmpty();
    assertThat(DefinitionReader.read("x.json", yaml).problems())
        .extracting(Problem::code)
        .containsExactly("syntax");
  }
}
