package io.activitycore.engine.internal.graph;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.engine.internal.plan.Names;
import io.activitycore.expression.Expression;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A compiled expression that knows which of its names are nodes: they are looked up once, when the
 * program is made, and not in every walk. Immutable.
 */
final class Reading implements Expression {

  private static final int NO_NODE = -1;

  private final Expression expression;
  private final List<Name> reads;

  /**
   * A name that is read.
   *
   * @param node the {@link Vertex#index} of the node of that name; negative: there is none
   */
  record Name(String name, int node) {

    boolean isNode() {
      return node >= 0;
    }

    boolean isErrors() {
      return name.equals(Names.ERRORS);
    }
  }

  /**
   * Looks the names up.
   *
   * @param indexes of nodes, by id
   */
  Reading(Expression expression, Map<String, Integer> indexes) {
    this.expression = expression;
    this.reads =
        new TreeSet<>(expression.names())
            .stream().map(name -> new Name(name, index(name, indexes))).toList();
  }

  private static int index(String name, Map<String, Integer> indexes) {
    return name.equals(Names.ERRORS) ? NO_NODE : indexes.getOrDefault(name, NO_NODE);
  }

  /** What it reads, in order. */
  List<Name> reads() {
    return reads;
  }

  @Override
  public JsonNode evaluate(Map<String, JsonNode> variables) {
    return expression.evaluate(variables);
  }

  @Override
  public Set<String> names() {
    return expression.names();
  }

  @Override
  public String source() {
    return expression.source();
  }
}
