package io.activitycore.docs.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.definition.OnError;
import io.activitycore.internal.AtLeastOne;
import io.activitycore.internal.Constraints;
import io.activitycore.internal.ExactlyOne;
import io.activitycore.internal.GoesWith;
import io.activitycore.internal.OneOrMany;
import io.activitycore.internal.OrInteger;
import io.activitycore.internal.RecordShape.Component;
import io.activitycore.internal.Together;
import io.activitycore.internal.binding.Durations;
import io.activitycore.internal.binding.Instants;
import io.activitycore.internal.binding.Scalars;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** JSON Schema of records, from the annotations that the records check themselves with. */
final class SchemaWriter {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Properties descriptions;
  private final TreeMap<String, ObjectNode> definitions = new TreeMap<>();

  SchemaWriter(Properties descriptions) {
    this.descriptions = descriptions;
  }

  /** The records that the ones written so far refer to. */
  Map<String, ObjectNode> definitions() {
    return definitions;
  }

  ObjectNode record(Class<?> type) {
    ObjectNode schema = NODES.objectNode();
    describe(schema, type.getSimpleName());
    schema.put("type", "object");
    ObjectNode properties = NODES.objectNode();
    ArrayNode required = NODES.arrayNode();
    for (Component component : Constraints.shape(type).components()) {
      properties.set(component.wireName(), property(type, component));
      if (component.required()) {
        required.add(component.wireName());
      }
    }
    schema.set("properties", properties);
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    schema.put("additionalProperties", false);
    presence(schema, type);
    Overlays.apply(type, schema);
    return schema;
  }

  private ObjectNode property(Class<?> owner, Component component) {
    ObjectNode schema = NODES.objectNode();
    describe(schema, owner.getSimpleName() + "." + component.wireName());
    AnnotatedType type = component.reflected().getAnnotatedType();
    ObjectNode value = type(type);
    if (component.reflected().isAnnotationPresent(OneOrMany.class)) {
      ArrayNode either = NODES.arrayNode().add(value.get("items")).add(value);
      value = NODES.objectNode().set("anyOf", either);
    }
    if (component.reflected().isAnnotationPresent(OrInteger.class)) {
      value.putArray("type").add("string").add("integer");
    }
    schema.setAll(value);
    if (component.standard() != null) {
      schema.set("default", component.standard());
    }
    return schema;
  }

  private void describe(ObjectNode schema, String key) {
    String text = descriptions.getProperty(key);
    if (text == null) {
      throw new AssertionError("no description of " + key);
    }
    schema.put("description", text);
  }

  private ObjectNode type(AnnotatedType type) {
    ObjectNode schema = NODES.objectNode();
    if (type instanceof AnnotatedParameterizedType generic) {
      AnnotatedType[] arguments = generic.getAnnotatedActualTypeArguments();
      if (arguments.length == 1) {
        schema.put("type", "array").set("items", type(arguments[0]));
      } else {
        schema.put("type", "object");
        schema.set("propertyNames", constrained(NODES.objectNode(), arguments[0]));
        schema.set("additionalProperties", type(arguments[1]));
      }
      return constrained(schema, type);
    }
    return constrained(plain((Class<?>) type.getType(), schema), type);
  }

  private ObjectNode plain(Class<?> type, ObjectNode schema) {
    if (type == String.class) {
      schema.put("type", "string");
    } else if (type == boolean.class) {
      schema.put("type", "boolean");
    } else if (type == int.class || type == Integer.class) {
      schema.put("type", "integer").put("maximum", Integer.MAX_VALUE);
    } else if (type == double.class) {
      schema.put("type", "number");
    } else if (type == Duration.class) {
      schema.put("$ref", "#/$defs/Duration");
      definitions.computeIfAbsent("Duration", this::duration);
    } else if (type == Instant.class) {
      schema.put("$ref", "#/$defs/Instant");
      definitions.computeIfAbsent("Instant", this::instant);
    } else if (type.isEnum()) {
      Scalars.constants(type).keySet().forEach(schema.withArray("/enum")::add);
    } else if (type == OnError.class) {
      onError(schema);
    } else if (type.isRecord()) {
      reference(type, schema);
    }
    return schema;
  }

  private void reference(Class<?> type, ObjectNode schema) {
    String name = type.getSimpleName();
    schema.put("$ref", "#/$defs/" + name);
    if (!definitions.containsKey(name)) {
      definitions.put(name, NODES.objectNode());
      definitions.put(name, record(type));
    }
  }

  private ObjectNode duration(String name) {
    ObjectNode schema = NODES.objectNode();
    describe(schema, name);
    return schema
        .put("type", "string")
        .put("pattern", "^(?=.*[1-9])" + Durations.PATTERN.substring(1));
  }

  private ObjectNode instant(String name) {
    ObjectNode schema = NODES.objectNode();
    describe(schema, name);
    return schema.put("type", "string").put("pattern", Instants.PATTERN);
  }

  private void onError(ObjectNode schema) {
    ObjectNode route = NODES.objectNode();
    reference(OnError.Route.class, route);
    ObjectNode word = NODES.objectNode();
    word.putArray("enum").add("fail").add("continue");
    schema.putArray("anyOf").add(word).add(route);
  }

  private static ObjectNode constrained(ObjectNode schema, AnnotatedElement element) {
    Arrays.stream(element.getAnnotations())
        .forEach(annotation -> ConstraintKeywords.add(schema, annotation));
    return schema;
  }

  private static void presence(ObjectNode schema, Class<?> type) {
    ExactlyOne one = type.getAnnotation(ExactlyOne.class);
    if (one != null) {
      for (String name : one.value()) {
        schema.withArray("/oneOf").add(required(name));
      }
    }
    AtLeastOne some = type.getAnnotation(AtLeastOne.class);
    if (some != null) {
      for (String name : some.value()) {
        ObjectNode filled = required(name);
        filled.putObject("properties").putObject(name).put("minItems", 1);
        schema.withArray("/anyOf").add(filled);
      }
    }
    dependent(schema, type);
  }

  private static void dependent(ObjectNode schema, Class<?> type) {
    ObjectNode dependent = NODES.objectNode();
    for (Component component : Constraints.shape(type).components()) {
      GoesWith with = component.reflected().getAnnotation(GoesWith.class);
      if (with != null) {
        dependent.withArray("/" + component.wireName()).add(with.value());
      }
    }
    Together together = type.getAnnotation(Together.class);
    if (together != null) {
      List<String> names = List.of(together.value());
      for (String name : names) {
        names.stream()
            .filter(other -> !other.equals(name))
            .forEach(dependent.withArray("/" + name)::add);
      }
    }
    if (!dependent.isEmpty()) {
      schema.set("dependentRequired", dependent);
    }
  }

  static ObjectNode required(String name) {
    ObjectNode schema = NODES.objectNode();
    schema.putArray("required").add(name);
    return schema;
  }

  static JsonNode not(JsonNode schema) {
    return NODES.objectNode().set("not", schema);
  }
}
