package io.activitycore.engine.internal.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Seeded patterns, in full form and shortened. */
final class RandomFilters {
  private static final String[] PIECES = {"*", "a", "b", "ab", "大", "\\*", "\\\\", "é", "1"};

  /**
   * None that event-ruler would find a number or the other family in: it compares hexadecimal
   * digits only.
   */
  private static final String[] NETWORKS = {
    "10.0.0.0/12",
    "10.0.0.0/24",
    "10.0.0.1/31",
    "192.168.0.8/29",
    "2001:db8::/32",
    "::1/127",
    "::ffff:a00:0/24"
  };

  private final RandomValues values;
  private final JsonNodeFactory json = JsonNodeFactory.instance;

  RandomFilters(RandomValues values) {
    this.values = values;
  }

  /** A pattern in full form: every field's pattern is an array, no name has a dot. */
  ObjectNode pattern() {
    return object(2, true);
  }

  private ObjectNode object(int depth, boolean mayOr) {
    ObjectNode object = json.objectNode();
    int fields = 1 + values.below(3);
    for (int i = 0; i < fields; i++) {
      String name = values.name();
      if (depth > 0 && values.below(5) < 2) {
        object.set(name, object(depth - 1, mayOr));
      } else {
        object.set(name, alternatives());
      }
    }
    if (mayOr && values.below(6) == 0) {
      ArrayNode or = object.putArray("$or");
      for (int i = 2 + values.below(2); i > 0; i--) {
        or.add(object(Math.max(0, depth - 1), values.below(3) == 0));
      }
    }
    return object;
  }

  ArrayNode alternatives() {
    ArrayNode array = json.arrayNode();
    for (int i = values.below(4) == 0 ? 2 + values.below(2) : 1; i > 0; i--) {
      array.add(values.below(5) < 2 ? values.scalar() : expression());
    }
    return array;
  }

  private JsonNode expression() {
    ObjectNode object = json.objectNode();
    switch (values.below(13)) {
      case 0 -> object.put("prefix", values.text());
      case 1 -> object.put("suffix", values.text());
      case 2 -> object.put("equals-ignore-case", foldable());
      case 3 -> object.putObject("prefix").put("equals-ignore-case", foldable());
      case 4 -> object.putObject("suffix").put("equals-ignore-case", foldable());
      case 5 -> object.put("wildcard", wildcard());
      case 6, 7 -> object.set("numeric", numeric());
      case 8 -> object.put("exists", values.flip());
      case 9 -> object.put("cidr", values.pick(NETWORKS));
      case 10 -> object.put("exactly", values.text());
      case 11 -> object.set("anything-but", excluded());
      default -> exceptLike(object.putObject("anything-but"));
    }
    return object;
  }

  private JsonNode excluded() {
    boolean numbers = values.flip();
    if (values.flip()) {
      return numbers ? values.number() : json.textNode(values.text());
    }
    ArrayNode array = json.arrayNode();
    for (int i = 1 + values.below(3); i > 0; i--) {
      array.add(numbers ? values.number() : json.textNode(values.text()));
    }
    return array;
  }

  private void exceptLike(ObjectNode into) {
    String operator = values.pick("prefix", "suffix", "equals-ignore-case", "wildcard");
    ArrayNode array = json.arrayNode();
    // Of several wildcards excluded at once event-ruler confuses the states.
    int most = operator.equals("wildcard") ? 1 : 3;
    for (int i = 1 + values.below(most); i > 0; i--) {
      array.add(
          operator.equals("wildcard")
              ? wildcard()
              : operator.startsWith("e") ? foldable() : values.text());
    }
    into.set(operator, array.size() == 1 && values.flip() ? array.get(0) : array);
  }

  /**
   * event-ruler folds the two halves of a character beyond the first plane, each into a question
   * mark.
   */
  private String foldable() {
    return values.text().replace("😀", "");
  }

  private ArrayNode numeric() {
    ArrayNode array = json.arrayNode();
    if (values.below(3) > 0) {
      return array.add(values.pick("=", ">", ">=", "<", "<=")).add(values.number());
    }
    return array
        .add(values.pick(">", ">="))
        .add(values.number())
        .add(values.pick("<", "<="))
        .add(values.number());
  }

  private String wildcard() {
    StringBuilder text = new StringBuilder();
    for (int i = 1 + values.below(5); i > 0; i--) {
      String piece = values.pick(PIECES);
      if (!piece.equals("*")
          || text.length() == 0
          || text.charAt(text.length() - 1) != '*'
          || text.indexOf("\\*") >= 0) {
        text.append(piece);
      }
    }
    return text.toString();
  }

  /** The same filter as a person might write it: scalars without brackets, steps joined by dots. */
  ObjectNode shortened(ObjectNode pattern) {
    ObjectNode result = json.objectNode();
    for (Map.Entry<String, JsonNode> field : pattern.properties()) {
      JsonNode value = field.getValue();
      if (field.getKey().equals("$or")) {
        ArrayNode or = result.putArray("$or");
        value.forEach(choice -> or.add(shortened((ObjectNode) choice)));
      } else if (value instanceof ObjectNode nested) {
        putNested(result, field.getKey(), shortened(nested));
      } else {
        boolean scalar = value.size() == 1 && !value.get(0).isContainerNode();
        result.set(field.getKey(), scalar && values.flip() ? value.get(0) : value);
      }
    }
    return result;
  }

  private void putNested(ObjectNode into, String name, ObjectNode nested) {
    if (nested.has("$or") || values.flip()) {
      into.set(name, nested);
      return;
    }
    nested.properties().forEach(field -> into.set(name + '.' + field.getKey(), field.getValue()));
  }
}
