package io.activitycore.expression;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;

/** A compiled expression. Immutable and thread-safe; evaluation does no I/O and reads no clock. */
public interface Expression {

  /**
   * Evaluates over JSON values.
   *
   * @param variables values of the names the expression may read; they are not changed. A name in
   *     {@link #names()} that is absent here is an error
   * @return the result as JSON: integers that fit 32 bits as int nodes, else as long nodes; never
   *     Java {@code null} (a null result is JSON's null)
   * @throws ExpressionException when evaluation fails, with a message that names the path or the
   *     operation that failed
   */
  JsonNode evaluate(Map<String, JsonNode> variables);

  /**
   * The top-level names that the expression reads, sorted; names bound inside a comprehension are
   * not among them.
   */
  Set<String> names();

  /** The text it was compiled from. */
  String source();
}
