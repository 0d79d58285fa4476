package io.activitycore.docs.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.constraint.Identifier;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.event.EventEnvelope;
import io.activitycore.internal.Constraints;
import io.activitycore.internal.RecordShape.Component;
import io.activitycore.internal.located.LocatedParser;
import io.activitycore.internal.located.LocatedParser.Format;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.Properties;

/** The schemas that are published in {@code docs/schemas}. */
final class Schemas {

  /** RFC 3339 with a zone. */
  private static final String TIME =
      "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?"
          + "([Zz]|[-+][0-9]{2}:[0-9]{2})$";

  private Schemas() {}

  static Properties descriptions() {
    Properties properties = new Properties();
    try (Reader reader =
        new InputStreamReader(
            Objects.requireNonNull(Schemas.class.getResourceAsStream("/descriptions.properties")),
            StandardCharsets.UTF_8)) {
      properties.load(reader);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode head(String name, String title) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("$schema", "https://json-schema.org/draft/2020-12/schema")
        .put("$id", "urn:activity-core:" + name)
        .put("title", title);
  }

  /** Any YAML as a tree. */
  static JsonNode yaml(String text) {
    return Objects.requireNonNull(
        LocatedParser.parse(text.getBytes(StandardCharsets.UTF_8), Format.YAML).tree(), text);
  }

  static ObjectNode activityDefinition() {
    SchemaWriter writer = new SchemaWriter(descriptions());
    ObjectNode schema = head("activity-definition", "ActivityDefinition");
    schema.setAll(writer.record(ActivityDefinition.class));
    ObjectNode definitions = schema.putObject("$defs");
    writer.definitions().forEach(definitions::set);
    return schema;
  }

  static ObjectNode eventEnvelope() {
    Properties descriptions = descriptions();
    ObjectNode schema = head("event-envelope", "EventEnvelope");
    schema.put("description", descriptions.getProperty("EventEnvelope")).put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    for (Component component : Constraints.shape(EventEnvelope.class).components()) {
      if (!component.wireName().equals("extensions")) {
        envelopeProperty(component, properties.putObject(component.wireName()), schema)
            .put(
                "description",
                Objects.requireNonNull(
                    descriptions.getProperty("EventEnvelope." + component.wireName()),
                    component.wireName()));
      }
    }
    return schema.put("additionalProperties", true);
  }

  private static ObjectNode envelopeProperty(
      Component component, ObjectNode property, ObjectNode schema) {
    if (!component.nullable()) {
      schema.withArray("/required").add(component.wireName());
    }
    if (component.type() == Instant.class) {
      return property.put("type", "string").put("format", "date-time").put("pattern", TIME);
    }
    if (component.type() != String.class) {
      property.putObject("not").put("type", "null");
      return property;
    }
    if (component.nullable()) {
      property.putArray("type").add("string").add("null");
      if (component.wireName().equals("schema_version")) {
        property.withArray("/type").add("integer");
      }
    } else {
      property.put("type", "string");
    }
    ConstraintKeywords.add(
        property, component.reflected().getAnnotatedType().getAnnotation(Identifier.class));
    return property;
  }
}
