package io.activitycore.engine.internal.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.definition.DefinitionReader;
import io.activitycore.definition.Problem;
import io.activitycore.definition.ReadResult;
import io.activitycore.engine.internal.expression.CachedExpressions;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FormCheckTest {

  private static String problems(String yaml) {
    ReadResult read =
        DefinitionReader.read("f.yaml", ("id: x\n" + yaml).getBytes(StandardCharsets.UTF_8));
    return SaveCheck.problems(read.orThrow(), "f.yaml", read.lines(), CachedExpressions.find())
        .stream()
        .map(Problem::toString)
        .reduce("", (some, more) -> some + more + "\n");
  }

  @Test
  void a_form_that_is_no_schema_is_refused_with_its_place() {
    assertThat(
            problems(
                """
                trigger: { manual: {} }
                graph:
                  nodes:
                    - { id: a, task: t }
                    - id: b
                      human:
                        assignees: [ann]
                        form:
                          type: objekt
                  edges:
                    - { to: a, type: start }
                    - { from: a, to: b }
                """))
        .startsWith("f.yaml:10: /graph/nodes/1/human/form/type: does not have a value")
        .hasLineCount(1);
    assertThat(
            problems(
                """
                trigger: { manual: {} }
                rules:
                  - tasks:
                      - { id: a, task: t }
                      - { id: b, human: { assignees: [ann], form: { pattern: "(" } } }
                """))
        .startsWith("f.yaml:6: /rules/0/tasks/1/human/form: is not a JSON Schema");
  }

  @Test
  void a_form_that_is_a_schema_is_taken() {
    assertThat(
            problems(
                """
                trigger: { manual: {} }
                rules:
                  - tasks: [ { id: b, human: { assignees: [ann], form: { type: boolean } } } ]
                """))
        .isEmpty();
  }
}
