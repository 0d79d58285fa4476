package io.activitycore.cel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.exceptions.CelRuntimeException;
import dev.cel.runtime.CelEvaluationException;
import io.activitycore.expression.Expression;
import io.activitycore.expression.ExpressionException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A program with the names that this expression has for what it reads. It is small and leads to few
 * places in memory: a graph may have thousands. Immutable; each evaluation has its own budget and
 * its own views.
 */
final class CelExpression implements Expression {
  private final String source;
  private final SharedProgram shared;

  /** By the program's numbers. */
  private final String[] names;

  private final Places places;

  CelExpression(String source, SharedProgram shared, List<String> names, Places places) {
    this.source = source;
    this.shared = shared;
    this.names = names.toArray(String[]::new);
    this.places = places;
  }

  SharedProgram program() {
    return shared;
  }

  @Override
  public JsonNode evaluate(Map<String, JsonNode> variables) {
    requireValues(variables);
    try {
      Budget budget = new Budget(shared.searches());
      Object result = shared.program().trace(name -> find(name, variables, budget), budget);
      return JsonOut.toJson(result);
    } catch (CelEvaluationException e) {
      throw Problems.ofEvaluation(source, shared.expression(), List.of(names), places, e);
    } catch (CelRuntimeException e) {
      throw new ExpressionException(source, Problems.oneLine(e.getMessage()), e);
    } catch (StackOverflowError e) {
      throw new ExpressionException(source, Problems.TOO_DEEP, null);
    }
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(new TreeSet<>(List.of(names)));
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  public String toString() {
    return source;
  }

  private Optional<Object> find(String name, Map<String, JsonNode> variables, Budget budget) {
    int index = Renaming.index(name);
    if (index < 0) {
      return Optional.empty();
    }
    String meant = names[index];
    return Optional.ofNullable(variables.get(meant))
        .map(value -> JsonIn.toCel(value, new Path.Root(meant), budget));
  }

  private void requireValues(Map<String, JsonNode> variables) {
    for (String name : names) {
      if (isMissing(name, variables)) {
        throw missing(variables);
      }
    }
  }

  private static boolean isMissing(String name, Map<String, JsonNode> variables) {
    JsonNode value = variables.get(name);
    return value == null || value.isMissingNode();
  }

  /** Of several names without a value the first in order is named. */
  private ExpressionException missing(Map<String, JsonNode> variables) {
    String first =
        names().stream().filter(name -> isMissing(name, variables)).findFirst().orElseThrow();
    return new ExpressionException(source, "no value was given for the name: " + first, null);
  }
}
