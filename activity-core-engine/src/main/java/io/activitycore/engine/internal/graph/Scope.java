package io.activitycore.engine.internal.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.engine.internal.plan.Names;
import io.activitycore.engine.internal.plan.Template;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What expressions see at a moment of a walk. */
final class Scope {

  /** Context entries and variables: what does not change. */
  private final Map<String, JsonNode> given;

  private final WalkState state;

  Scope(Program program, Map<String, JsonNode> variables, WalkState state) {
    given = new HashMap<>(program.plan().context());
    given.putAll(variables);
    given.remove(Names.ERRORS);
    this.state = state;
  }

  JsonNode evaluate(Reading reading) {
    return evaluate(reading, Map.of());
  }

  JsonNode render(Template template, Map<String, JsonNode> bound) {
    // A program's templates have no other expressions.
    return template.render(expression -> evaluate((Reading) expression, bound));
  }

  /** What an expression reads of the walk, by name, but for some names. */
  ObjectNode read(Reading reading, Collection<String> without) {
    ObjectNode read = JsonNodeFactory.instance.objectNode();
    for (Reading.Name name : reading.reads()) {
      JsonNode value = without.contains(name.name()) ? null : value(name);
      if (value != null) {
        read.set(name.name(), value);
      }
    }
    return read;
  }

  /** Only the names that are read are looked up: the cost does not grow with the graph. */
  private JsonNode evaluate(Reading reading, Map<String, JsonNode> bound) {
    Map<String, JsonNode> read = new HashMap<>();
    for (Reading.Name name : reading.reads()) {
      JsonNode own = bound.get(name.name());
      JsonNode value = own == null ? value(name) : own;
      if (value != null) {
        read.put(name.name(), value);
      }
    }
    return reading.evaluate(read);
  }

  private @Nullable JsonNode value(Reading.Name name) {
    JsonNode value = given.get(name.name());
    if (value != null) {
      return value;
    }
    if (name.isNode()) {
      return state.value(name.node());
    }
    return name.isErrors() ? errors() : null;
  }

  private JsonNode errors() {
    ObjectNode errors = JsonNodeFactory.instance.objectNode();
    state.errors.forEach((node, error) -> errors.set(node, error.tree()));
    return errors;
  }
}
