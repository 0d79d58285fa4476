package io.activitycore.engine;

import io.activitycore.definition.Definitions;
import io.activitycore.definition.Problem;
import io.activitycore.engine.internal.check.RingCheck;
import io.activitycore.engine.internal.check.SaveCheck;
import io.activitycore.engine.internal.expression.CachedExpressions;
import io.activitycore.expression.ExpressionEngine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Checks what a definition's form cannot: its graph, its expressions, its filters. The same check
 * that the core makes when it loads definitions. Thread-safe.
 */
public final class DefinitionValidator {

  private final ExpressionEngine expressions;

  private DefinitionValidator(ExpressionEngine expressions) {
    this.expressions = expressions;
  }

  /**
   * A validator.
   *
   * @throws IllegalStateException without an expression engine on the class path
   */
  public static DefinitionValidator create() {
    return new DefinitionValidator(CachedExpressions.find());
  }

  /** Every problem of a definition by itself; empty when it may be saved. */
  public List<Problem> check(Definitions.Source source) {
    return SaveCheck.problems(source.definition(), source.file(), source.lines(), expressions);
  }

  /**
   * Every problem of definitions that are used together: those of each, and {@code ring} where
   * activities run each other in a ring.
   */
  public List<Problem> check(Collection<Definitions.Source> sources) {
    RingCheck rings = RingCheck.of(sources);
    List<Problem> problems = new ArrayList<>();
    for (Definitions.Source source : sources) {
      problems.addAll(check(source));
      problems.addAll(rings.problems(source));
    }
    return List.copyOf(problems);
  }
}
