package io.activitycore.definition;

import static io.activitycore.definition.DefinitionReaderTest.SMALL;
import static io.activitycore.definition.DefinitionReaderTest.problems;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;

final class FormRulesTest {
  @Test
  void checks_the_rules_across_records_even_beside_other_mistakes() {
    assertThat(
            problems(
                """
                id: x
                trigger: { manual: {} }
                context: { crm: { resolver: r } }
                rules:
                  - { tasks: [{ id: crm, task: t }, { id: cond, condition: c }] }
                  - { for_each: p, as: crm, tasks: [{ id: n, task: t, for_each: q, as: cond }] }
                  - { for_each: p, as: item, tasks: [{ id: e, end: {} }, { id: n, task: t }] }
                  - { when: 5, for_each: p, tasks: [] }
                """))
        .containsExactly(
            "5 /rules/0/tasks/0/id name_taken",
            "5 /rules/0/tasks/1/condition rule_task",
            "6 /rules/1/as name_taken",
            "6 /rules/1/tasks/0/as name_taken",
            "6 /rules/1/tasks/0/for_each nested_for_each",
            "7 /rules/2/tasks/0/end rule_task",
            "7 /rules/2/tasks/1/id name_taken",
            "8 /rules/3/as required",
            "8 /rules/3/tasks not_empty",
            "8 /rules/3/when type");
  }

  @Test
  void wants_exactly_one_start_edge() {
    assertThat(problems(SMALL.replace("edges: [", "edges: [{ to: one, type: start }, ")))
        .containsExactly("5 /graph/edges/1 start_edge");
    assertThat(problems(SMALL.replace("{ to: one, type: start }", "{ from: one, to: one }")))
        .containsExactly("5 /graph/edges start_edge");
    assertThat(problems(SMALL.replace("{ to: one", "{ from: one, to: one")))
        .containsExactly("5 /graph/edges/0/from start_edge");
  }

  @Test
  void constructors_refuse_what_the_reader_refuses() {
    assertThatThrownBy(() -> Rule.forEach("x", "as", Node.task("a", "t").build()))
        .hasMessageContaining("Rule/as: must be a CEL identifier");
    assertThatThrownBy(() -> new OnError.Route("1")).hasMessageContaining("Route/route");
    assertThatThrownBy(() -> new ContextEntry("r", JsonNodeFactory.instance.nullNode()))
        .hasMessageContaining("ContextEntry/input");
    assertThatThrownBy(
            () ->
                ActivityDefinition.builder("x")
                    .rules(Rule.always(Node.task("a", "t").build(), Node.task("a", "t").build()))
                    .build())
        .hasMessage("ActivityDefinition/rules/0/tasks/1/id: a is already the name of a node");
  }
}
