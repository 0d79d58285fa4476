package io.activitycore.engine.internal.host;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.LineMap;
import io.activitycore.definition.Problem;
import io.activitycore.engine.internal.check.SaveCheck;
import io.activitycore.expression.ExpressionEngine;
import java.util.ArrayList;
import java.util.List;

/**
 * What is refused when definitions are loaded to be run: what cannot be saved, and what cannot be
 * run yet.
 */
final class LoadCheck {

  private LoadCheck() {}

  static List<Problem> problems(
      ActivityDefinition definition, String file, LineMap lines, ExpressionEngine expressions) {
    List<Problem> problems =
        new ArrayList<>(SaveCheck.problems(definition, file, lines, expressions));
    return problems;
  }
}
