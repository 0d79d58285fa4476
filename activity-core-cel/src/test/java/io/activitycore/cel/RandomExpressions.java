package io.activitycore.cel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.expression.Expression;
import io.activitycore.expression.ExpressionEngine;
import io.activitycore.expression.ExpressionException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Expressions, good and bad, in which {@code <0>}, {@code <1>} ... stand for what they read. */
final class RandomExpressions {
  private static final int ROOTS = 3;
  private static final int DEPTH = 4;

  /** Also such as mean something to CEL, as loops bind, and of several lengths. */
  private static final List<String> NAMES =
      List.of(
          "a",
          "b",
          "i",
          "x",
          "n1",
          "n22",
          "payload",
          "a_long_name",
          "int",
          "string",
          "math",
          "google",
          "type",
          "size");

  private static final List<String> FIELDS = List.of("n", "d", "s", "list", "map", "none", "size");

  private final Random random;

  RandomExpressions(long seed) {
    random = new Random(seed);
  }

  /** One expression with several sets of names: the sources, in no order. */
  List<Named> next() {
    String form = expression(DEPTH);
    List<Named> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      List<String> names = new ArrayList<>(NAMES);
      Collections.shuffle(names, random);
      String source = form;
      for (int root = 0; root < ROOTS; root++) {
        source = source.replace("<" + root + ">", names.get(root));
      }
      all.add(new Named(source, names.subList(0, ROOTS), values(names.subList(0, ROOTS))));
    }
    return all;
  }

  private Map<String, JsonNode> values(List<String> names) {
    Map<String, JsonNode> values = new TreeMap<>();
    names.forEach(name -> values.put(name, value()));
    return values;
  }

  private JsonNode value() {
    ObjectNode value = JsonNodeFactory.instance.objectNode();
    value.put("n", random.nextInt(4)).put("d", random.nextInt(4) / 2.0).put("s", "text");
    value.put("size", 2).putObject("map").put("n", random.nextInt(3)).put("s", "t");
    for (int i = random.nextInt(4); i > 0; i--) {
      value.withArray("list").addObject().put("n", i).put("s", "e" + i);
    }
    return value;
  }

  /** An expression, the names that it may read, and their values. */
  record Named(String source, List<String> names, Map<String, JsonNode> values) {

    /** All that can be told of it: what is wrong, or what it reads and comes to. */
    String outcome(ExpressionEngine engine) {
      Expression expression;
      try {
        expression = engine.compile(source, names);
      } catch (ExpressionException e) {
        return "refused: " + e.getMessage();
      }
      String reads = expression.source() + " reads " + expression.names() + ": ";
      try {
        return reads + expression.evaluate(values) + missing(expression);
      } catch (ExpressionException e) {
        return reads + "failed: " + e.getMessage() + missing(expression);
      }
    }

    private static String missing(Expression expression) {
      if (expression.names().isEmpty()) {
        return "";
      }
      try {
        return ", without values " + expression.evaluate(Map.of());
      } catch (ExpressionException e) {
        return ", without values " + e.getMessage();
      }
    }
  }

  private String expression(int depth) {
    if (depth == 0 || random.nextInt(6) == 0) {
      return leaf();
    }
    String x = expression(depth - 1);
    return switch (random.nextInt(22)) {
      case 0, 1, 2 -> x + "." + field();
      case 3 -> "has(" + x + "." + field() + ")";
      case 4 -> x + "[" + expression(depth - 1) + "]";
      case 5, 6 -> "(" + x + " " + operator() + " " + expression(depth - 1) + ")";
      case 7 -> "(" + x + " ? " + expression(depth - 1) + " : " + expression(depth - 1) + ")";
      case 8 -> "[" + x + ", " + expression(depth - 1) + "]";
      case 9 -> "{'k': " + x + ", " + expression(depth - 1) + ": 1}";
      case 10, 11, 12 -> loop(depth);
      case 13 -> "math.greatest(" + x + ", " + expression(depth - 1) + ")";
      case 14 -> "math.sqrt(" + x + ")";
      case 15 -> "size(" + x + ")";
      case 16 -> x + ".size()";
      case 17 -> "string(" + x + ")";
      case 18 -> "type(" + x + ") == " + (random.nextBoolean() ? "int" : leaf());
      case 19 -> x + ".startsWith('t')";
      case 20 -> x + ".matches('e.')";
      default -> "!" + x;
    };
  }

  private String loop(int depth) {
    String variable = NAMES.get(random.nextInt(NAMES.size()));
    String macro = List.of("all", "exists", "exists_one", "filter", "map").get(random.nextInt(5));
    String body = expression(depth - 1);
    String over = random.nextBoolean() ? root() + ".list" : expression(depth - 1);
    return over + "." + macro + "(" + variable + ", " + body + ")";
  }

  private String leaf() {
    return switch (random.nextInt(12)) {
      case 0 -> String.valueOf(random.nextInt(4));
      case 1 -> "1.5";
      case 2 -> "'text'";
      case 3 -> "true";
      case 4 -> "null";
      case 5 -> NAMES.get(random.nextInt(NAMES.size()));
      case 6 -> "." + root() + "." + field();
      case 7 -> root();
      default -> root() + "." + field();
    };
  }

  private String root() {
    return "<" + random.nextInt(ROOTS) + ">";
  }

  private String field() {
    return FIELDS.get(random.nextInt(FIELDS.size()));
  }

  private String operator() {
    List<String> all = List.of("+", "-", "*", "/", "%", "<", "==", "!=", "in", "&&", "||");
    return all.get(random.nextInt(all.size()));
  }
}
