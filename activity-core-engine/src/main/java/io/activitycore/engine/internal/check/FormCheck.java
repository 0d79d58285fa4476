package io.activitycore.engine.internal.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.InvalidModelException.Violation;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Node;
import io.activitycore.definition.Rule;
import io.activitycore.engine.internal.schema.JsonSchema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether the forms of human nodes are JSON Schemas that can be used. */
final class FormCheck {

  private FormCheck() {}

  static List<Violation> check(ActivityDefinition definition) {
    List<Violation> problems = new ArrayList<>();
    if (definition.graph() != null) {
      check(definition.graph().nodes(), "/graph/nodes/", problems);
    }
    List<Rule> rules = definition.rules() == null ? List.of() : definition.rules();
    for (int i = 0; i < rules.size(); i++) {
      check(rules.get(i).tasks(), "/rules/" + i + "/tasks/", problems);
    }
    return problems;
  }

  private static void check(List<Node> nodes, String pointer, List<Violation> problems) {
    for (int i = 0; i < nodes.size(); i++) {
      JsonNode form = form(nodes.get(i));
      if (form != null) {
        String place = pointer + i + "/human/form";
        for (Violation problem : JsonSchema.problems(form)) {
          problems.add(new Violation(place + problem.pointer(), problem.code(), problem.message()));
        }
      }
    }
  }

  private static @Nullable JsonNode form(Node node) {
    return node.human() == null ? null : node.human().form();
  }
}
