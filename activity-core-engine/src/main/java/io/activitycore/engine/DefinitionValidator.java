package io.activitycore.engine;

import io.activitycore.definition.Definitions;
import io.activitycore.definition.Problem;
import io.activitycore.engine.internal.check.SaveCheck;
import io.activitycore.engine.internal.expression.CachedExpressions;
import io.activitycore.expression.ExpressionEngine;
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

  /** Every problem of a definition; empty when it may be saved. */
  public List<Problem> check(Definitions.Source source) {
    return SaveCheck.problems(source.definition(), source.file(), source.lines(), expressions);
  }
}
