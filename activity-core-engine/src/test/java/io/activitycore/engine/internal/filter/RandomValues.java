package io.activitycore.engine.internal.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;

/** Seeded names, strings, numbers and other leaves, few enough to meet again. */
final class RandomValues {
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
  private final Random random;
  private final JsonNodeFactory json = JsonNodeFactory.instance;

  RandomValues(long seed) {
    random = new Random(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean flip() {
    return random.nextBoolean();
  }

  String name() {
    return pick(NAMES);
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
}
