package io.activitycore.engine.internal.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Reads one match expression, such as {@code {prefix: DE-}}. */
final class Operators {
  static final String EXISTS = "exists";

  private static final String KNOWN =
      "prefix, suffix, equals-ignore-case, wildcard, numeric, cidr, anything-but, exists or"
          + " exactly";

  private Operators() {}

  /** Reads the expression; {@code exists: false} is the caller's, for it asks no leaf. */
  static LeafTest compile(JsonNode expression, String pointer) {
    Map.Entry<String, JsonNode> only = onlyEntry(expression, pointer);
    JsonNode operand = only.getValue();
    String at = Pointers.child(pointer, only.getKey());
    return switch (only.getKey()) {
      case "exactly" -> new LeafTest.Exact(Set.of(Scalars.key(string(operand, at))));
      case "prefix" -> affix(operand, at, LeafTest.Prefix::new, LeafTest.PrefixIgnoreCase::new);
      case "suffix" -> affix(operand, at, LeafTest.Suffix::new, LeafTest.SuffixIgnoreCase::new);
      case "equals-ignore-case" -> ignoreCase(operand, at);
      case "wildcard" -> wildcard(operand, at);
      case "numeric" -> NumericOperator.compile(operand, at);
      case "cidr" -> cidr(operand, at);
      case "anything-but" -> anythingBut(operand, at);
      case EXISTS -> new LeafTest.Present();
      default -> throw new FilterException(at, "unknown operator; expected " + KNOWN);
    };
  }

  private static Map.Entry<String, JsonNode> onlyEntry(JsonNode expression, String pointer) {
    if (expression.size() != 1) {
      throw new FilterException(
          pointer,
          "a match expression has exactly one operator, but this has " + expression.size());
    }
    return expression.properties().iterator().next();
  }

  private static LeafTest affix(
      JsonNode operand,
      String at,
      Function<String, LeafTest> plain,
      Function<FoldedText, LeafTest> folded) {
    if (!operand.isObject()) {
      return plain.apply(string(operand, at).textValue());
    }
    Map.Entry<String, JsonNode> only = onlyEntry(operand, at);
    String inner = Pointers.child(at, only.getKey());
    if (!only.getKey().equals("equals-ignore-case")) {
      throw new FilterException(inner, "expected a string or {equals-ignore-case: string}");
    }
    return folded.apply(new FoldedText(string(only.getValue(), inner).textValue()));
  }

  private static LeafTest ignoreCase(JsonNode operand, String at) {
    return new LeafTest.IgnoreCase(new FoldedText(string(operand, at).textValue()));
  }

  private static LeafTest wildcard(JsonNode operand, String at) {
    String pattern = string(operand, at).textValue();
    return refusedAt(at, () -> new LeafTest.Like(Wildcard.of(pattern)));
  }

  private static LeafTest cidr(JsonNode operand, String at) {
    String range = string(operand, at).textValue();
    return refusedAt(at, () -> new LeafTest.InNetwork(IpRange.ofCidr(range)));
  }

  private static LeafTest refusedAt(String at, java.util.function.Supplier<LeafTest> compile) {
    try {
      return compile.get();
    } catch (IllegalArgumentException e) {
      throw new FilterException(at, String.valueOf(e.getMessage()));
    }
  }

  private static LeafTest anythingBut(JsonNode operand, String at) {
    if (!operand.isObject()) {
      return new LeafTest.NoneOf(List.of(new LeafTest.Exact(excluded(operand, at))));
    }
    Map.Entry<String, JsonNode> only = onlyEntry(operand, at);
    String inner = Pointers.child(at, only.getKey());
    return switch (only.getKey()) {
      case "prefix" ->
          noneOf(only.getValue(), inner, (value, p) -> new LeafTest.Prefix(filled(value, p)));
      case "suffix" ->
          noneOf(only.getValue(), inner, (value, p) -> new LeafTest.Suffix(filled(value, p)));
      case "equals-ignore-case" -> noneOf(only.getValue(), inner, Operators::ignoreCase);
      case "wildcard" -> noneOf(only.getValue(), inner, Operators::wildcard);
      default ->
          throw new FilterException(
              inner,
              "unknown operator in anything-but; expected prefix, suffix, equals-ignore-case or"
                  + " wildcard");
    };
  }

  private static LeafTest noneOf(
      JsonNode operand,
      String at,
      java.util.function.BiFunction<JsonNode, String, LeafTest> compile) {
    List<LeafTest> tests = new ArrayList<>();
    if (!operand.isArray()) {
      tests.add(compile.apply(operand, at));
    }
    for (int i = 0; operand.isArray() && i < operand.size(); i++) {
      tests.add(compile.apply(operand.get(i), Pointers.child(at, i)));
    }
    if (tests.isEmpty()) {
      throw new FilterException(
          at, "an empty array excludes nothing; expected at least one string");
    }
    return new LeafTest.NoneOf(List.copyOf(tests));
  }

  private static Set<JsonNode> excluded(JsonNode operand, String at) {
    if (!operand.isArray()) {
      return Set.of(excludedValue(operand, at));
    }
    Set<JsonNode> keys = new HashSet<>();
    for (int i = 0; i < operand.size(); i++) {
      String element = Pointers.child(at, i);
      keys.add(excludedValue(operand.get(i), element));
      if (operand.get(i).isNumber() != operand.get(0).isNumber()) {
        throw new FilterException(element, "anything-but takes strings or numbers, not both");
      }
    }
    if (keys.isEmpty()) {
      throw new FilterException(at, "an empty array excludes nothing; expected strings or numbers");
    }
    return Set.copyOf(keys);
  }

  private static JsonNode excludedValue(JsonNode value, String at) {
    if (value.isNumber()) {
      NumericOperator.number(value, at);
    } else if (!value.isTextual()) {
      throw new FilterException(
          at,
          "anything-but takes strings, numbers, an array of either, or one operator, but this is "
              + Pointers.kind(value));
    }
    return Scalars.key(value);
  }

  private static String filled(JsonNode value, String at) {
    String text = string(value, at).textValue();
    if (text.isEmpty()) {
      throw new FilterException(
          at, "an empty string excludes every string; expected a character at least");
    }
    return text;
  }

  private static JsonNode string(JsonNode value, String at) {
    if (!value.isTextual()) {
      throw new FilterException(at, "expected a string, but this is " + Pointers.kind(value));
    }
    return value;
  }
}
