package io.activitycore.engine.internal.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;

/** Seeded payloads, some of them made to come near a pattern. */
final class RandomPayloads {
  private final RandomValues values;
  private final boolean dots;
  private final JsonNodeFactory json = JsonNodeFactory.instance;

  /**
   * Makes payloads.
   *
   * @param dots whether some fields have a dot in their name
   */
  RandomPayloads(RandomValues values, boolean dots) {
    this.values = values;
    this.dots = dots;
  }

  /** A payload, mostly an object. */
  JsonNode payload() {
    return values.below(12) == 0 ? value(4) : objectValue(4);
  }

  private JsonNode value(int depth) {
    int kind = depth == 0 ? 0 : values.below(10);
    if (kind < 5) {
      return values.scalar();
    }
    if (kind < 7) {
      return objectValue(depth - 1);
    }
    ArrayNode array = json.arrayNode();
    boolean objects = values.flip();
    for (int i = values.below(4); i > 0; i--) {
      array.add(objects ? objectValue(depth - 1) : value(depth - 1));
    }
    return array;
  }

  private ObjectNode objectValue(int depth) {
    ObjectNode object = json.objectNode();
    for (int i = values.below(6); i > 0; i--) {
      object.set(
          dots && values.below(4) == 0 ? values.name() + '.' + values.name() : values.name(),
          value(depth));
    }
    return object;
  }

  /**
   * A payload made along a pattern: most of its fields, with values that are in the pattern or
   * close to them.
   */
  JsonNode payloadNear(ObjectNode pattern) {
    ObjectNode object = values.below(3) == 0 ? objectValue(1) : json.objectNode();
    for (Map.Entry<String, JsonNode> field : pattern.properties()) {
      if (field.getKey().equals("$or")) {
        JsonNode choice =
            payloadNear((ObjectNode) field.getValue().get(values.below(field.getValue().size())));
        choice.properties().forEach(chosen -> object.set(chosen.getKey(), chosen.getValue()));
      } else if (values.below(8) > 0) {
        object.set(field.getKey(), valueNear(field.getValue(), 2));
      }
    }
    return object;
  }

  private JsonNode valueNear(JsonNode pattern, int arrays) {
    if (arrays > 0 && values.below(3) == 0) {
      ArrayNode array = json.arrayNode();
      for (int i = values.below(4); i > 0; i--) {
        array.add(valueNear(pattern, arrays - 1));
      }
      return values.below(4) == 0 ? array.add(value(1)) : array;
    }
    return pattern instanceof ObjectNode nested ? payloadNear(nested) : scalarNear(pattern);
  }

  private JsonNode scalarNear(JsonNode pattern) {
    JsonNode at = pattern;
    while (at.isContainerNode() && !at.isEmpty()) {
      at = at.valueStream().toList().get(values.below(at.size()));
    }
    if (at.isContainerNode() || values.below(5) == 0) {
      return values.scalar();
    }
    return at.isTextual()
        ? json.textNode(textNear(at.textValue()))
        : at.isNumber() ? numberNear(at) : at;
  }

  private String textNear(String text) {
    return switch (values.below(8)) {
      case 0 -> text + values.text();
      case 1 -> values.text() + text;
      case 2 -> text.toUpperCase(Locale.ROOT);
      case 3 -> text.toLowerCase(Locale.ROOT);
      case 4 -> text.replace("*", values.text());
      case 5 -> text.replace("\\", "");
      default -> text;
    };
  }

  private JsonNode numberNear(JsonNode number) {
    BigDecimal value = number.decimalValue();
    return switch (values.below(5)) {
      case 0 -> json.numberNode(value.add(BigDecimal.ONE));
      case 1 -> json.numberNode(value.subtract(BigDecimal.valueOf(0.1)));
      case 2 -> json.numberNode(value.stripTrailingZeros());
      case 3 -> json.numberNode(value.doubleValue());
      default -> number;
    };
  }
}
