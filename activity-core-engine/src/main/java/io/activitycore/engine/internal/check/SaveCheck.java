package io.activitycore.engine.internal.check;

import io.activitycore.InvalidModelException.Violation;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.EventTrigger;
import io.activitycore.definition.LineMap;
import io.activitycore.definition.Problem;
import io.activitycore.engine.internal.filter.Filter;
import io.activitycore.engine.internal.filter.FilterException;
import io.activitycore.engine.internal.plan.DefinitionCheck;
import io.activitycore.expression.ExpressionEngine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Everything that is refused when a definition is saved, beyond the rules of its form. */
public final class SaveCheck {

  private SaveCheck() {}

  /**
   * Every problem, in the order of the lines.
   *
   * @param file where the definition stands, for messages
   * @param lines where its values stand
   */
  public static List<Problem> problems(
      ActivityDefinition definition, String file, LineMap lines, ExpressionEngine expressions) {
    List<Problem> problems = new ArrayList<>();
    filters(definition, file, lines, problems);
    List<Violation> violations = new ArrayList<>(FormCheck.check(definition));
    violations.addAll(DefinitionCheck.check(definition, expressions));
    for (Violation violation : violations) {
      problems.add(
          new Problem(
              file,
              lines.lineOf(violation.pointer()),
              violation.pointer(),
              violation.code(),
              violation.message()));
    }
    problems.sort(Comparator.comparingInt(Problem::line).thenComparing(Problem::pointer));
    return problems;
  }

  private static void filters(
      ActivityDefinition definition, String file, LineMap lines, List<Problem> problems) {
    EventTrigger trigger = definition.trigger().event();
    if (trigger == null || trigger.filters() == null) {
      return;
    }
    try {
      Filter.compile(trigger.filters());
    } catch (FilterException e) {
      String pointer = "/trigger/event/filters" + e.pointer();
      problems.add(new Problem(file, lines.lineOf(pointer), pointer, "filter", e.problem()));
    }
  }
}
