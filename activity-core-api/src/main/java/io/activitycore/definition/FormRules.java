package io.activitycore.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.InvalidModelException;
import io.activitycore.InvalidModelException.Violation;
import io.activitycore.internal.ExactlyOne;
import io.activitycore.internal.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the form that look across records; no graph theory, no expressions. They look at the
 * wire form, and past whatever is not as it should be, so that a file with another mistake is
 * checked too.
 */
final class FormRules {

  private final List<Violation> violations = new ArrayList<>();
  private final Map<String, String> taken = new HashMap<>();

  private FormRules() {}

  /**
   * Checks the parts of a definition.
   *
   * @throws InvalidModelException when a rule is broken
   */
  static void check(Set<String> context, @Nullable Graph graph, @Nullable List<Rule> rules) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    ObjectNode names = tree.putObject("context");
    context.forEach(name -> names.putObject(name));
    if (graph != null) {
      tree.set("graph", DefinitionJson.write(graph));
    }
    if (rules != null) {
      tree.set("rules", DefinitionJson.write(rules));
    }
    List<Violation> broken = broken(tree);
    if (!broken.isEmpty()) {
      throw new InvalidModelException(ActivityDefinition.class.getSimpleName(), broken);
    }
  }

  /** The rules that a definition's tree breaks. */
  static List<Violation> broken(JsonNode definition) {
    FormRules rules = new FormRules();
    definition
        .path("context")
        .fieldNames()
        .forEachRemaining(name -> rules.taken.put(name, "a context entry"));
    JsonNode nodes = definition.at("/graph/nodes");
    rules.ids(nodes, "/graph/nodes");
    JsonNode list = definition.path("rules");
    for (int i = 0; i < list.size(); i++) {
      rules.ids(list.path(i).path("tasks"), "/rules/" + i + "/tasks");
    }
    rules.elementNames(nodes, "/graph/nodes");
    rules.startEdge(definition.at("/graph/edges"));
    for (int i = 0; i < list.size(); i++) {
      rules.rule(list.path(i), "/rules/" + i);
    }
    return rules.violations;
  }

  private void ids(JsonNode nodes, String pointer) {
    for (int i = 0; i < nodes.size(); i++) {
      JsonNode id = nodes.path(i).path("id");
      if (id.isTextual()) {
        String holder = taken.putIfAbsent(id.textValue(), "a node");
        if (holder != null) {
          add(pointer + "/" + i + "/id", "name_taken", id, "is already the name of " + holder);
        }
      }
    }
  }

  private void elementNames(JsonNode holders, String pointer) {
    for (int i = 0; i < holders.size(); i++) {
      elementName(holders.path(i), pointer + "/" + i);
    }
  }

  private void elementName(JsonNode holder, String pointer) {
    JsonNode as = holder.path("as");
    String taker = as.isTextual() ? taken.get(as.textValue()) : null;
    if (taker != null) {
      add(pointer + "/as", "name_taken", as, "is already the name of " + taker);
    }
  }

  private void startEdge(JsonNode edges) {
    int starts = 0;
    for (int i = 0; i < edges.size(); i++) {
      if (edges.path(i).path("type").asText().equals("start") && ++starts > 1) {
        add("/graph/edges/" + i, "start_edge", "is a second start edge, expected exactly one");
      }
    }
    if (starts == 0 && edges instanceof ArrayNode) {
      add("/graph/edges", "start_edge", "needs exactly one edge of type start, got none");
    }
  }

  private void rule(JsonNode rule, String pointer) {
    elementName(rule, pointer);
    JsonNode tasks = rule.path("tasks");
    elementNames(tasks, pointer + "/tasks");
    boolean each = rule.hasNonNull("for_each");
    for (int i = 0; i < tasks.size(); i++) {
      task(tasks.path(i), each, pointer + "/tasks/" + i);
    }
  }

  private void task(JsonNode task, boolean each, String pointer) {
    if (task.hasNonNull("condition")) {
      add(pointer + "/condition", "rule_task", "has no branches in a list: use the rule's when");
    }
    if (!each) {
      return;
    }
    if (task.hasNonNull("for_each")) {
      add(pointer + "/for_each", "nested_for_each", "stands within a rule's for_each already");
    }
    for (String kind : Node.class.getAnnotation(ExactlyOne.class).value()) {
      if (task.hasNonNull(kind) && !kind.equals("task") && !kind.equals("condition")) {
        add(pointer + "/" + kind, "rule_task", "cannot be done for each element: only task can");
      }
    }
  }

  private void add(String pointer, String code, JsonNode name, String message) {
    add(pointer, code, Texts.shorten(name.textValue()) + " " + message);
  }

  private void add(String pointer, String code, String message) {
    violations.add(new Violation(pointer, code, message));
  }
}
