package io.activitycore.engine.internal.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.engine.internal.plan.Names;
import io.activitycore.engine.internal.plan.Template;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
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
    List<Reading.Name> names = reading.reads();
    if (names.size() == 1) {
      Reading.Name name = names.get(0);
      JsonNode value = value(name, bound);
      return reading.evaluate(value == null ? Map.of() : Map.of(name.name(), value));
    }
    Map<String, JsonNode> read = new HashMap<>();
    for (Reading.Name name : names) {
      JsonNode value = value(name, bound);
      if (value != null) {
        read.put(name.name(), value);
      }
    }
    return reading.evaluate(read);
  }

  private @Nullable JsonNode value(Reading.Name name, Map<String, JsonNode> bound) {
    JsonNode value = bound.get(name.name());
    return value == null ? value(name) : value;
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
