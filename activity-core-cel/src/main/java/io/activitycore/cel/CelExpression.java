package io.activitycore.cel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.exceptions.CelRuntimeException;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import io.activitycore.expression.Expression;
import io.activitycore.expression.ExpressionException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A planned CEL program. Immutable; each evaluation has its own budget and its own views. */
final class CelExpression implements Expression {
  private final String source;
  private final Set<String> names;
  private final CelAbstractSyntaxTree tree;
  private final CelRuntime.Program program;
  private final Searches searches;

  CelExpression(
      String source, Set<String> names, CelAbstractSyntaxTree tree, CelRuntime.Program program) {
    this.source = source;
    this.names = names;
    this.tree = tree;
    this.program = program;
    this.searches = new Searches(tree);
  }

  @Override
  public JsonNode evaluate(Map<String, JsonNode> variables) {
    requireValues(variables);
    try {
      Budget budget = new Budget(searches);
      Object result = program.trace(name -> find(name, variables, budget), budget);
      return JsonOut.toJson(result);
    } catch (CelEvaluationException e) {
      throw Problems.ofEvaluation(source, tree, e);
    } catch (CelRuntimeException e) {
      throw new ExpressionException(source, Problems.oneLine(e.getMessage()), e);
    } catch (StackOverflowError e) {
      throw new ExpressionException(source, Problems.TOO_DEEP, null);
    }
  }

  @Override
  public Set<String> names() {
    return names;
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
    return Optional.ofNullable(variables.get(name))
        .map(value -> JsonIn.toCel(value, new Path.Root(name), budget));
  }

  private void requireValues(Map<String, JsonNode> variables) {
    for (String name : names) {
      JsonNode value = variables.get(name);
      if (value == null || value.isMissingNode()) {
        throw new ExpressionException(source, "no value was given for the name: " + name, null);
      }
    }
  }
}
