package io.activitycore.engine.internal.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Seeded patterns, in full form and shortened, and payloads that come near them. */
final class RandomFilters {
  private static final String[] NAMES = {"a", "b", "c", "d", "a-b", "x"};
  private static final String[] TEXTS = {
    "",
    "a",
    "A",
    "ab",
    "AB",
    "aB",
    "abc",
    "ba",
    "b",
    "abab",
    "aab",
    "1",
    "1.0",
    "true",
    "null",
    "*",
    "a*b",
    "\\",
    "a\\",
    "i",
    "I",
    "ı",
    "İ",
    "i̇",
    "s",
    "S",
    "ſ",
    "ß",
    "SS",
    "ss",
    "ẞ",
    "k",
    "K",
    "\u212A",
    "σ",
    "ς",
    "Σ",
    "ǅ",
    "ǆ",
    "Ǆ",
    "ﬀ",
    "FF",
    "ΐ",
    "é",
    "É",
    "e\u0301",
    "大",
    "大雨",
    "Straße",
    "STRASSE",
    "10.0.0.1",
    "10.0.0.2",
    "010.0.0.1",
    "10.0.1.1",
    "192.168.0.9",
    "::1",
    "0:0:0:0:0:0:0:1",
    "2001:db8::1",
    "2001:DB8:0:0::1",
    "::ffff:a00:1",
    "1:2:3:4:5:6:7:8",
    "1:2",
    ":",
    "1.2.3",
    "b/a",
    "a/b",
    "aba",
    "😀",
    "a😀"
  };
  private static final String[] PIECES = {"*", "a", "b", "ab", "大", "\\*", "\\\\", "é", "1"};

  /**
   * None that event-ruler would find a number or the other family in: it compares hexadecimal
   * digits only.
   */
  private static final String[] NETWORKS = {
    "10.0.0.0/8",
    "10.0.0.0/24",
    "10.0.0.1/31",
    "192.168.0.8/29",
    "2001:db8::/32",
    "::1/127",
    "::ffff:a00:0/24"
  };

  private final Random random;
  private final JsonNodeFactory json = JsonNodeFactory.instance;

  RandomFilters(long seed) {
    random = new Random(seed);
  }

  /** A pattern in full form: every field's pattern is an array, no name has a dot. */
  ObjectNode pattern() {
    return object(2, true);
  }

  private ObjectNode object(int depth, boolean mayOr) {
    ObjectNode object = json.objectNode();
    int fields = 1 + random.nextInt(3);
    for (int i = 0; i < fields; i++) {
      String name = pick(NAMES);
      if (depth > 0 && random.nextInt(5) < 2) {
        object.set(name, object(depth - 1, mayOr));
      } else {
        object.set(name, alternatives());
      }
    }
    if (mayOr && random.nextInt(6) == 0) {
      ArrayNode or = object.putArray("$or");
      for (int i = 2 + random.nextInt(2); i > 0; i--) {
        or.add(object(Math.max(0, depth - 1), random.nextInt(3) == 0));
      }
    }
    return object;
  }

  ArrayNode alternatives() {
    ArrayNode array = json.arrayNode();
    for (int i = random.nextInt(4) == 0 ? 2 + random.nextInt(2) : 1; i > 0; i--) {
      array.add(random.nextInt(5) < 2 ? scalar() : expression());
    }
    return array;
  }

  private JsonNode expression() {
    ObjectNode object = json.objectNode();
    switch (random.nextInt(13)) {
      case 0 -> object.put("prefix", text());
      case 1 -> object.put("suffix", text());
      case 2 -> object.put("equals-ignore-case", foldable());
      case 3 -> object.putObject("prefix").put("equals-ignore-case", foldable());
      case 4 -> object.putObject("suffix").put("equals-ignore-case", foldable());
      case 5 -> object.put("wildcard", wildcard());
      case 6, 7 -> object.set("numeric", numeric());
      case 8 -> object.put("exists", random.nextBoolean());
      case 9 -> object.put("cidr", pick(NETWORKS));
      case 10 -> object.put("exactly", text());
      case 11 -> object.set("anything-but", excluded());
      default -> exceptLike(object.putObject("anything-but"));
    }
    return object;
  }

  private JsonNode excluded() {
    boolean numbers = random.nextBoolean();
    if (random.nextBoolean()) {
      return numbers ? number() : json.textNode(text());
    }
    ArrayNode array = json.arrayNode();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      array.add(numbers ? number() : json.textNode(text()));
    }
    return array;
  }

  private void exceptLike(ObjectNode into) {
    String operator = pick("prefix", "suffix", "equals-ignore-case", "wildcard");
    ArrayNode array = json.arrayNode();
    // Of several wildcards excluded at once event-ruler confuses the states.
    int most = operator.equals("wildcard") ? 1 : 3;
    for (int i = 1 + random.nextInt(most); i > 0; i--) {
      array.add(
          operator.equals("wildcard")
              ? wildcard()
              : operator.startsWith("e") ? foldable() : text());
    }
    into.set(operator, array.size() == 1 && random.nextBoolean() ? array.get(0) : array);
  }

  /**
   * event-ruler folds the two halves of a character beyond the first plane, each into a question
   * mark.
   */
  private String foldable() {
    return text().replace("😀", "");
  }

  private ArrayNode numeric() {
    ArrayNode array = json.arrayNode();
    if (random.nextInt(3) > 0) {
      return array.add(pick("=", ">", ">=", "<", "<=")).add(number());
    }
    return array.add(pick(">", ">=")).add(number()).add(pick("<", "<=")).add(number());
  }

  private String wildcard() {
    StringBuilder text = new StringBuilder();
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      String piece = pick(PIECES);
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
        result.set(field.getKey(), scalar && random.nextBoolean() ? value.get(0) : value);
      }
    }
    return result;
  }

  private void putNested(ObjectNode into, String name, ObjectNode nested) {
    if (nested.has("$or") || random.nextBoolean()) {
      into.set(name, nested);
      return;
    }
    nested.properties().forEach(field -> into.set(name + '.' + field.getKey(), field.getValue()));
  }

  /** A payload, mostly an object. */
  JsonNode payload() {
    return random.nextInt(12) == 0 ? value(4) : objectValue(4);
  }

  private JsonNode value(int depth) {
    int kind = depth == 0 ? 0 : random.nextInt(10);
    if (kind < 5) {
      return scalar();
    }
    if (kind < 7) {
      return objectValue(depth - 1);
    }
    ArrayNode array = json.arrayNode();
    boolean objects = random.nextBoolean();
    for (int i = random.nextInt(4); i > 0; i--) {
      array.add(objects ? objectValue(depth - 1) : value(depth - 1));
    }
    return array;
  }

  private ObjectNode objectValue(int depth) {
    ObjectNode object = json.objectNode();
    for (int i = random.nextInt(6); i > 0; i--) {
      object.set(pick(NAMES), value(depth));
    }
    return object;
  }

  /**
   * A payload made along a pattern: most of its fields, with values that are in the pattern or
   * close to them.
   */
  JsonNode payloadNear(ObjectNode pattern) {
    ObjectNode object = random.nextInt(3) == 0 ? objectValue(1) : json.objectNode();
    for (Map.Entry<String, JsonNode> field : pattern.properties()) {
      if (field.getKey().equals("$or")) {
        JsonNode choice =
            payloadNear((ObjectNode) field.getValue().get(random.nextInt(field.getValue().size())));
        choice.properties().forEach(chosen -> object.set(chosen.getKey(), chosen.getValue()));
      } else if (random.nextInt(8) > 0) {
        object.set(field.getKey(), valueNear(field.getValue(), 2));
      }
    }
    return object;
  }

  private JsonNode valueNear(JsonNode pattern, int arrays) {
    if (arrays > 0 && random.nextInt(3) == 0) {
      ArrayNode array = json.arrayNode();
      for (int i = random.nextInt(4); i > 0; i--) {
        array.add(valueNear(pattern, arrays - 1));
      }
      return random.nextInt(4) == 0 ? array.add(value(1)) : array;
    }
    return pattern instanceof ObjectNode nested ? payloadNear(nested) : scalarNear(pattern);
  }

  private JsonNode scalarNear(JsonNode pattern) {
    JsonNode at = pattern;
    while (at.isContainerNode() && !at.isEmpty()) {
      at = at.valueStream().toList().get(random.nextInt(at.size()));
    }
    if (at.isContainerNode() || random.nextInt(5) == 0) {
      return scalar();
    }
    return at.isTextual()
        ? json.textNode(textNear(at.textValue()))
        : at.isNumber() ? numberNear(at) : at;
  }

  private String textNear(String text) {
    return switch (random.nextInt(8)) {
      case 0 -> text + text();
      case 1 -> text() + text;
      case 2 -> text.toUpperCase(Locale.ROOT);
      case 3 -> text.toLowerCase(Locale.ROOT);
      case 4 -> text.replace("*", text());
      case 5 -> text.replace("\\", "");
      default -> text;
    };
  }

  private JsonNode numberNear(JsonNode number) {
    BigDecimal value = number.decimalValue();
    return switch (random.nextInt(5)) {
      case 0 -> json.numberNode(value.add(BigDecimal.ONE));
      case 1 -> json.numberNode(value.subtract(BigDecimal.valueOf(0.1)));
      case 2 -> json.numberNode(value.stripTrailingZeros());
      case 3 -> json.numberNode(value.doubleValue());
      default -> number;
    };
  }

  JsonNode scalar() {
    return switch (random.nextInt(9)) {
      case 0 -> json.nullNode();
      case 1 -> json.booleanNode(random.nextBoolean());
      case 2, 3, 4 -> number();
      default -> json.textNode(text());
    };
  }

  JsonNode number() {
    int small = random.nextInt(7) - 3;
    return switch (random.nextInt(10)) {
      case 0 -> json.numberNode((double) small);
      case 1 -> json.numberNode((long) small);
      case 2 -> json.numberNode(new BigDecimal(small + ".00"));
      case 3 -> json.numberNode(new BigDecimal(BigInteger.valueOf(small), -2));
      case 4 -> json.numberNode(small * 100);
      case 5 -> json.numberNode(small / 10.0);
      case 6 -> json.numberNode(new BigDecimal(BigInteger.valueOf(small), 1));
      case 7 ->
          json.numberNode(
              pick(1e300, -1e300, Double.MIN_VALUE, Double.MAX_VALUE, 9007199254740992.0, -0.0));
      default -> json.numberNode(small);
    };
  }

  String text() {
    return random.nextInt(4) == 0 ? pick(TEXTS) + pick(TEXTS) : pick(TEXTS);
  }

  @SafeVarargs
  final <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  Random random() {
    return random;
  }
}
