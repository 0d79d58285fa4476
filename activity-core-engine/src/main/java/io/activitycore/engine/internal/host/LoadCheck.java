package io.activitycore.engine.internal.host;

import io.activitycore.definition.Definitions.Source;
import io.activitycore.definition.Problem;
import io.activitycore.engine.internal.check.RingCheck;
import io.activitycore.engine.internal.check.SaveCheck;
import io.activitycore.expression.ExpressionEngine;
import java.util.ArrayList;
import java.util.List;

/**
 * What is refused when definitions are loaded to be run: what cannot be saved, and rings of
 * activities among all of them.
 */
final class LoadCheck {

  private LoadCheck() {}

  /**
   * A definition with what is wrong with it.
   *
   * @param problems empty when it is loaded
   */
  record Checked(Source source, List<Problem> problems) {}

  /** Checks a set; the answers stand in its order. */
  static List<Checked> check(List<Source> sources, ExpressionEngine expressions) {
    RingCheck rings = RingCheck.of(sources);
    return sources.stream()
        .map(source -> new Checked(source, problems(source, rings, expressions)))
        .toList();
  }

  private static List<Problem> problems(
      Source source, RingCheck rings, ExpressionEngine expressions) {
    List<Problem> problems =
        new ArrayList<>(
            SaveCheck.problems(source.definition(), source.file(), source.lines(), expressions));
    problems.addAll(rings.problems(source));
    return problems;
  }
}
