package io.activitycore.engine.internal.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.engine.internal.plan.Names;
import io.activitycore.engine.internal.plan.Template;
import io.activitycore.expression.Expression;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What expressions see at a moment of a walk. */
final class Scope {

  private final Program program;
  private final Map<String, JsonNode> variables;
  private final WalkState state;

  Scope(Program program, Map<String, JsonNode> variables, WalkState state) {
    this.program = program;
    this.variables = Map.copyOf(variables);
    this.state = state;
  }

  JsonNode evaluate(Expression expression) {
    return evaluate(expression, Map.of());
  }

  JsonNode render(Template template, Map<String, JsonNode> bound) {
    return template.render(expression -> evaluate(expression, bound));
  }

  /** What an expression reads of the walk, by name, but for some names. */
  ObjectNode read(Expression expression, Collection<String> without) {
    ObjectNode read = JsonNodeFactory.instance.objectNode();
    for (String name : new TreeSet<>(expression.names())) {
      JsonNode value = without.contains(name) ? null : value(name);
      if (value != null) {
        read.set(name, value);
      }
    }
    return read;
  }

  /** Only the names that are read are looked up: the cost does not grow with the graph. */
  private JsonNode evaluate(Expression expression, Map<String, JsonNode> bound) {
    Map<String, JsonNode> read = new HashMap<>();
    for (String name : expression.names()) {
      JsonNode value = bound.containsKey(name) ? bound.get(name) : value(name);
      if (value != null) {
        read.put(name, value);
      }
    }
    return expression.evaluate(read);
  }

  private @Nullable JsonNode value(String name) {
    if (name.equals(Names.ERRORS)) {
      return errors();
    }
    if (variables.containsKey(name)) {
      return variables.get(name);
    }
    JsonNode entry = program.plan().context().get(name);
    if (entry != null) {
      return entry;
    }
    return program.has(name) ? state.value(name) : null;
  }

  private JsonNode errors() {
    ObjectNode errors = JsonNodeFactory.instance.objectNode();
    state.errors.forEach((node, error) -> errors.set(node, error.tree()));
    return errors;
  }
}
