package io.activitycore.engine.internal.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Seeded damage to good patterns, most of which must then be refused. */
final class BrokenFilters {
  private static final String[] WORDS = {
    "a",
    "b.c",
    "$or",
    "exactly",
    "prefix",
    "suffix",
    "equals-ignore-case",
    "wildcard",
    "numeric",
    "cidr",
    "anything-but",
    "exists",
    "regex",
    "=",
    ">"
  };
  private static final String[] TEXTS = {
    "",
    "a",
    "a**",
    "*",
    "\\",
    "\\*",
    "\\a",
    "**",
    "10.0.0.0/33",
    "10.0.0.0/32",
    "10.0.0.0/31",
    "10.0.0.0/-1",
    "10.0.0.0",
    "10.0.0.0/8/8",
    "10.0.0.0/8/",
    "10.0.0.0/+8",
    "10.0.0.0/x",
    "a/8",
    "1:2/8",
    "::/128",
    "::/127",
    "::",
    "/8",
    "<",
    "<=",
    ">",
    ">=",
    "=",
    "!="
  };

  private final Random random;
  private final JsonNodeFactory json = JsonNodeFactory.instance;

  BrokenFilters(long seed) {
    random = new Random(seed);
  }

  ObjectNode broken(ObjectNode pattern) {
    ObjectNode result = pattern.deepCopy();
    for (int i = random.nextInt(3); i >= 0; i--) {
      damage(result);
    }
    return result;
  }

  private void damage(JsonNode container) {
    List<JsonNode> inner = container.valueStream().filter(JsonNode::isContainerNode).toList();
    if (!inner.isEmpty() && random.nextInt(5) > 0) {
      damage(inner.get(random.nextInt(inner.size())));
    } else if (container instanceof ObjectNode object) {
      damageObject(object);
    } else {
      damageArray((ArrayNode) container);
    }
  }

  private void damageObject(ObjectNode object) {
    List<String> names = List.copyOf(object.propertyStream().map(Map.Entry::getKey).toList());
    String name = names.isEmpty() ? "a" : names.get(random.nextInt(names.size()));
    switch (random.nextInt(4)) {
      case 0 -> object.set(WORDS[random.nextInt(WORDS.length)], junk(2));
      case 1 -> object.remove(name);
      case 2 -> object.set(name, junk(2));
      default -> {
        JsonNode value = object.remove(name);
        object.set(WORDS[random.nextInt(WORDS.length)], value == null ? junk(1) : value);
      }
    }
  }

  private void damageArray(ArrayNode array) {
    int at = random.nextInt(array.size() + 1);
    if (at == array.size() || random.nextInt(3) == 0) {
      array.insert(at, junk(2));
    } else if (random.nextBoolean()) {
      array.remove(at);
    } else {
      array.set(at, junk(2));
    }
  }

  private JsonNode junk(int depth) {
    return switch (random.nextInt(depth == 0 ? 8 : 11)) {
      case 0 -> json.nullNode();
      case 1 -> json.booleanNode(random.nextBoolean());
      case 2 -> json.numberNode(random.nextInt(3));
      case 3 ->
          json.numberNode(new BigDecimal(random.nextBoolean() ? "1e400" : "0.1234567890123456789"));
      case 4, 5, 6, 7 -> json.textNode(TEXTS[random.nextInt(TEXTS.length)]);
      case 8 -> json.objectNode();
      case 9 -> json.objectNode().set(WORDS[random.nextInt(WORDS.length)], junk(depth - 1));
      default -> {
        ArrayNode array = json.arrayNode();
        for (int i = random.nextInt(3); i > 0; i--) {
          array.add(junk(depth - 1));
        }
        yield array;
      }
    };
  }

  /** The full form of a filter that uses the short form. */
  static JsonNode expanded(JsonNode filters) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    filters
        .properties()
        .forEach(field -> result.set(field.getKey(), expanded(field.getKey(), field.getValue())));
    return result;
  }

  private static JsonNode expanded(String name, JsonNode value) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    if (name.equals("$or")) {
      value.forEach(choice -> array.add(choice.isObject() ? expanded(choice) : choice));
      return value.isArray() ? array : value;
    }
    return value.isObject() ? expanded(value) : value.isArray() ? value : array.add(value);
  }
}
