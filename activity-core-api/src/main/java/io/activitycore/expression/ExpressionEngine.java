package io.activitycore.expression;

import java.util.Collection;

/**
 * Compiles expressions of one language. Found by {@link java.util.ServiceLoader}; the module {@code
 * activity-core-cel} brings the CEL engine.
 *
 * <p>Implementations are thread-safe. Compiling may be slow (about a millisecond) and must not
 * happen on a workflow thread.
 */
public interface ExpressionEngine {

  /**
   * Compiles an expression.
   *
   * @param source the expression, without the template's braces
   * @param names the top-level names the expression may read; each has a dynamic type
   * @return the compiled expression, immutable and thread-safe
   * @throws ExpressionException when the text does not parse or check, or reads a name that is not
   *     in {@code names}
   */
  Expression compile(String source, Collection<String> names);
}
