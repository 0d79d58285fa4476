package io.activitycore.definition;

import static io.activitycore.definition.DefinitionReaderTest.node;
import static io.activitycore.definition.DefinitionReaderTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class HumanTest {

  @Test
  void reads_reminders_and_an_escalation() {
    Graph graph =
        read(node(
                "human: {assignees: [ann], remind: [1d, 6h], escalate: {after: 2d, groups: [x]}}"))
            .orThrow()
            .graph();

    assertThat(Objects.requireNonNull(graph).nodes().get(0).human())
        .isEqualTo(
            Human.of("ann")
                .withRemind(Duration.ofDays(1), Duration.ofHours(6))
                .withEscalate(new Escalation(Duration.ofDays(2), List.of(), List.of("x"))));
  }

  @Test
  void refuses_reminders_and_escalations_that_mean_nothing() {
    ReadResult result =
        read(node("human: {assignees: [ann], remind: [1d, 0s, soon], escalate: {groups: []}}"));

    assertThat(result.problems())
        .extracting(problem -> problem.pointer() + " " + problem.code())
        .containsExactlyInAnyOrder(
            "/graph/nodes/0/human/remind/1 positive_duration",
            "/graph/nodes/0/human/remind/2 duration",
            "/graph/nodes/0/human/escalate at_least_one",
            "/graph/nodes/0/human/escalate/after required");
  }

  @Test
  void a_node_that_asks_a_person_is_made_in_code_too() {
    Human human =
        Human.ofGroups("risk")
            .withGroups("risk", "heads")
            .withDue(Duration.ofDays(2))
            .withPriority(1)
            .withForm(JsonNodeFactory.instance.objectNode().put("type", "string"));

    assertThat(Node.human("ask", human).human()).isEqualTo(human);
    assertThat(Node.human("ask", human).onError()).isEqualTo(OnError.FAIL);
    assertThat(Node.human("ask", human, new OnError.Route("late")).onError())
        .isEqualTo(new OnError.Route("late"));
  }
}
