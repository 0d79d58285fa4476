package io.activitycore.docs.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.definition.Edge;
import io.activitycore.definition.EventTrigger;
import io.activitycore.definition.Graph;
import io.activitycore.definition.Rule;

/** The rules that look at values of several properties and stand on no annotation. */
final class Overlays {

  private Overlays() {}

  static void apply(Class<?> type, ObjectNode schema) {
    if (type == Edge.class) {
      schema.set("if", startEdge());
      schema.set("then", SchemaWriter.not(SchemaWriter.required("from")));
      schema.set("else", SchemaWriter.required("from"));
    } else if (type == Graph.class) {
      ObjectNode edges = (ObjectNode) schema.at("/properties/edges");
      edges.set("contains", startEdge());
      edges.put("minContains", 1).put("maxContains", 1);
    } else if (type == Rule.class) {
      tasks(schema).set("items", SchemaWriter.not(SchemaWriter.required("condition")));
      schema.set("if", SchemaWriter.required("for_each"));
      ObjectNode each = SchemaWriter.required("task");
      each.set("not", SchemaWriter.required("for_each"));
      tasks(schema.putObject("then")).set("items", each);
    } else if (type == EventTrigger.class) {
      schema.set("if", signalMode());
      schema.set("then", SchemaWriter.required("correlate"));
      ObjectNode neither = schema.putObject("else").putObject("not");
      neither
          .putArray("anyOf")
          .add(SchemaWriter.required("correlate"))
          .add(SchemaWriter.required("complete_when"))
          .add(upgrading());
    }
  }

  private static JsonNode upgrading() {
    ObjectNode schema = SchemaWriter.required("upgrade");
    schema.putObject("properties").putObject("upgrade").put("const", "on_continue");
    return schema;
  }

  private static JsonNode signalMode() {
    ObjectNode schema = SchemaWriter.required("mode");
    schema.putObject("properties").putObject("mode").put("const", "signal");
    return schema;
  }

  /** In an {@code allOf} of its own: the property has items already. */
  private static ObjectNode tasks(ObjectNode schema) {
    return schema.withArray("/allOf").addObject().putObject("properties").putObject("tasks");
  }

  private static JsonNode startEdge() {
    ObjectNode schema = SchemaWriter.required("type");
    schema.putObject("properties").putObject("type").put("const", "start");
    return schema;
  }
}
