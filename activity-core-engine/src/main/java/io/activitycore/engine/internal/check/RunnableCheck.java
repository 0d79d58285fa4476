package io.activitycore.engine.internal.check;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.LineMap;
import io.activitycore.definition.Node;
import io.activitycore.definition.Problem;
import io.activitycore.definition.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Whether this version's workflow can run a definition that is sound. */
public final class RunnableCheck {

  private static final Set<String> NOT_YET = Set.of("human", "run", "wait_for_event");

  private RunnableCheck() {}

  /** A problem for each node that the workflow cannot run yet. */
  public static List<Problem> problems(ActivityDefinition definition, String file, LineMap lines) {
    List<Problem> problems = new ArrayList<>();
    if (definition.graph() != null) {
      check(definition.graph().nodes(), "/graph/nodes/", file, lines, problems);
    }
    List<Rule> rules = definition.rules() == null ? List.of() : definition.rules();
    for (int i = 0; i < rules.size(); i++) {
      check(rules.get(i).tasks(), "/rules/" + i + "/tasks/", file, lines, problems);
    }
    return problems;
  }

  private static void check(
      List<Node> nodes, String pointer, String file, LineMap lines, List<Problem> problems) {
    for (int i = 0; i < nodes.size(); i++) {
      String kind = nodes.get(i).kind();
      if (NOT_YET.contains(kind)) {
        String place = pointer + i + "/" + kind;
        problems.add(
            new Problem(
                file,
                lines.lineOf(place),
                place,
                "not_supported",
                "nodes of kind " + kind + " can be validated and simulated, but not run yet"));
      }
    }
  }
}
