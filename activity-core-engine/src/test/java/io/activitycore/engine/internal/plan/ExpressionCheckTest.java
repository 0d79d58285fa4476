package io.activitycore.engine.internal.plan;

import static io.activitycore.engine.internal.plan.Checked.check;
import static org.assertj.core.api.Assertions.STRING;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.node.TextNode;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Edge;
import io.activitycore.definition.Graph;
import io.activitycore.definition.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionCheckTest {

  @Test
  void every_expression_is_compiled_and_every_problem_named_at_once() {
    assertThat(
            check(
                """
                trigger: { event: { type: t, where: "payload.x > " } }
                context:
                  ctx: { resolver: r, input: { k: ["{{ nobody }}"] } }
                graph:
                  nodes:
                    - { id: a, task: t, input: { x: "{{ 1 + }}", y: "{{ open" } }
                    - { id: b, condition: "nobody == 1" }
                    - { id: c, set: { v: "{{ nobody }}" } }
                    - { id: d, wait: { for: "{{ nobody }}" } }
                    - { id: e, wait: { until: "{{ nobody }}" } }
                    - { id: f, emit: { type: t, subject: "{{ nobody }}", payload: ["{{ nobody }}"] } }
                    - { id: g, run: { activity: other, input: "{{ nobody }}" } }
                    - { id: h, wait_for_event: { type: t, correlate: nobody } }
                    - { id: i, task: t, for_each: nobody, as: x, compensate: { task: u, input: "{{ nobody }}" } }
                    - { id: j, end: { reason: "{{ nobody }}" } }
                  edges:
                    - { to: a, type: start }
                    - { from: a, to: b }
                    - { from: b, to: c, type: true_branch }
                    - { from: c, to: d }
                    - { from: d, to: e }
                    - { from: e, to: f }
                    - { from: f, to: g }
                    - { from: g, to: h }
                    - { from: h, to: i }
                    - { from: i, to: j }
                """))
        .extracting(line -> line.substring(0, line.indexOf(':')))
        .containsExactly(
            "/trigger/event/where expression",
            "/context/ctx/input/k/0 expression",
            "/graph/nodes/0/input/x expression",
            "/graph/nodes/0/input/y template",
            "/graph/nodes/1/condition expression",
            "/graph/nodes/2/set/v expression",
            "/graph/nodes/3/wait/for expression",
            "/graph/nodes/4/wait/until expression",
            "/graph/nodes/5/emit/subject expression",
            "/graph/nodes/5/emit/payload/0 expression",
            "/graph/nodes/6/run/input expression",
            "/graph/nodes/7/wait_for_event/correlate expression",
            "/graph/nodes/8/for_each expression",
            "/graph/nodes/8/compensate/input expression",
            "/graph/nodes/9/end/reason expression");
  }

  @Test
  void what_correlates_sees_the_event_and_what_completes_sees_the_run_too() {
    String tasks = "\nrules: [{ tasks: [{ id: a, task: t }] }]";
    assertThat(
            check(
                "trigger: { event: { type: t, mode: signal, correlate: payload.id + event.subject,"
                    + " complete_when: payload.last && has(run.state.a.x) } }"
                    + tasks))
        .isEmpty();
    assertThat(
            check(
                "trigger: { event: { type: t, mode: signal, correlate: run.id, complete_when: a.x }"
                    + " }"
                    + tasks))
        .extracting(line -> line.substring(0, line.indexOf(':')))
        .containsExactly(
            "/trigger/event/correlate not_visible", "/trigger/event/complete_when expression");
  }

  @Test
  void an_unknown_name_is_named_with_those_that_are_known() {
    assertThat(
            check(
                "trigger: { event: { type: t, where: nobody } }\n"
                    + "rules: [{ tasks: [{ id: a, task: t }] }]"))
        .singleElement(as(STRING))
        .contains("nobody", "event, payload");
  }

  private static List<String> reading(String a, String b) {
    return check(
        """
        trigger: { event: { type: t } }
        context: { ctx: { resolver: r } }
        graph:
          nodes:
            - { id: first, task: t }
            - { id: a, task: t, %s }
            - { id: b, task: t, %s }
          edges: [{to: first, type: start}, {from: first, to: a}, {from: first, to: b}]
        """
            .formatted(a, b));
  }

  @Test
  void a_node_may_read_its_ancestors_and_what_every_run_has() {
    assertThat(
            reading(
                "input: '{{ [event, payload, trigger, run, errors, ctx, first] }}'",
                "input: '{{ x }}', for_each: 'first.list + ctx', as: x,"
                    + " compensate: { task: u, input: '{{ [x, b, first] }}' }"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "input: '{{ b }}' | /graph/nodes/1/input not_visible: node a reads b, which is not among"
            + " its ancestors and so may not have run",
        "input: '{{ a }}' | /graph/nodes/1/input not_visible: node a cannot read its own result",
        "for_each: 'a', as: x | /graph/nodes/1/for_each not_visible: node a cannot read its own"
            + " result",
        "compensate: { task: u, input: '{{ b }}' } | /graph/nodes/1/compensate/input not_visible:"
            + " node a reads b, which is not among its ancestors and so may not have run"
      })
  void a_node_may_not_read_what_may_not_have_run(String option, String problem) {
    assertThat(reading(option, "priority: 1")).containsExactly(problem);
  }

  @Test
  void an_elements_name_is_known_in_input_and_compensation_only() {
    assertThat(reading("input: '{{ x }}'", "for_each: 'x', as: x"))
        .extracting(line -> line.substring(0, line.indexOf(' ')))
        .containsExactly("/graph/nodes/1/input", "/graph/nodes/2/for_each");
  }

  @Test
  void before_the_graph_less_is_known() {
    assertThat(
            check(
                """
                trigger: { event: { type: t, where: "run.id == '' && ctx == 1" } }
                context:
                  ctx: { resolver: r, input: "{{ [event, payload, trigger, run] }}" }
                  other: { resolver: r, input: "{{ ctx }}" }
                rules:
                  - { when: "event.type == payload && trigger == run && ctx == 1", tasks: [{ id: a, task: t }] }
                  - { when: "a == 1", tasks: [{ id: b, task: t, input: "{{ a }}" }] }
                  - { for_each: "errors", as: x, tasks: [{ id: c, task: t }, { id: d, task: t, input: "{{ [x, c] }}" }] }
                """))
        .containsExactly(
            "/trigger/event/where not_visible: ctx cannot be read here, only event, payload",
            "/trigger/event/where not_visible: run cannot be read here, only event, payload",
            "/context/other/input not_visible: ctx cannot be read here, only event, payload, run,"
                + " trigger",
            "/rules/1/when not_visible: a cannot be read here, only ctx, event, other, payload,"
                + " run, trigger",
            "/rules/2/for_each not_visible: errors cannot be read here, only ctx, event, other,"
                + " payload, run, trigger");
  }

  @Test
  void a_rules_task_may_not_read_a_later_one() {
    assertThat(
            check(
                """
                trigger: { manual: {} }
                rules:
                  - tasks: [{ id: a, task: t, input: "{{ b }}" }, { id: b, task: t }]
                  - tasks: [{ id: c, task: t, input: "{{ [a, b] }}", on_error: { route: d } }]
                  - tasks: [{ id: d, task: t, on_error: { route: b } }]
                """))
        .containsExactly(
            "/rules/2/tasks/0/on_error/route cycle: closes a cycle: b -> c -> d -> b",
            "/rules/0/tasks/0/input not_visible: node a reads b, which is not among its ancestors"
                + " and so may not have run");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "for: soon | /graph/nodes/0/wait/for time: expected a duration",
        "until: tomorrow | /graph/nodes/0/wait/until time: expected a time in RFC 3339",
        "until: 2026-01-31T09:00:00 | /graph/nodes/0/wait/until time: expected a time in RFC 3339"
      })
  void a_constant_time_must_be_one(String wait, String problem) {
    assertThat(
            check(
                "trigger: { manual: {} }\ngraph: { nodes: [{ id: w, wait: { "
                    + wait
                    + " } }], edges: [{ to: w, type: start }] }"))
        .singleElement(as(STRING))
        .startsWith(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0 9 * * |4", "0 0 12 * * *|6"})
  void cron_has_five_fields(String cron, int fields) {
    assertThat(
            check(
                "trigger: { schedule: { cron: '"
                    + cron
                    + "' } }\nrules: [{ tasks: [{ id: a, task: t }] }]"))
        .singleElement(as(STRING))
        .startsWith(
            "/trigger/schedule/cron cron: must have five fields (minute hour day month weekday),"
                + " got "
                + fields);
  }

  @Test
  void a_definition_at_the_limits_is_checked_in_time() {
    List<Node> nodes = new ArrayList<>();
    List<Edge> edges = new ArrayList<>(List.of(Edge.start("n0")));
    for (int i = 0; i < 1_000; i++) {
      String read = i == 0 ? "payload" : "n" + (i - 1) / 2;
      nodes.add(
          Node.task("n" + i, "t")
              .input(
                  TextNode.valueOf(
                      "{{ " + read + ".a" + i + " }} and {{ " + read + ".b" + i + " }}"))
              .build());
      if (i > 0) {
        edges.add(Edge.of("n" + (i - 1) / 2, "n" + i));
      }
    }
    ActivityDefinition definition =
        ActivityDefinition.builder("big").graph(new Graph(nodes, edges)).build();

    assertTimeoutPreemptively(
        Duration.ofSeconds(30), () -> assertThat(check(definition)).isEmpty());
  }
}
