package io.activitycore.engine.internal.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.event.ruler.GenericMachine;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.MatchType;
import software.amazon.event.ruler.Patterns;

/**
 * The oracle: event-ruler. The payload is a field of the event, as {@code detail} is in
 * EventBridge, so that it may be any value. Two patterns for one field are an error here, too, and
 * what the compiler refuses is not handed to its predecessor, which knows no {@code $or}.
 *
 * <p>A field's alternatives go into machines of their own, and the filter matches if one of these
 * does. In one machine they share an automaton and disturb each other: {@code ["é", {numeric: [>=,
 * 0, <, 3]}, "ß"]} can miss {@code "é"} there.
 */
final class Ruler {
  private static final String RULE = "rule";

  private final List<GenericMachine<String>> machines = new ArrayList<>();

  /** Compiles a pattern in full form that {@link #check} takes. */
  Ruler(JsonNode pattern) throws Exception {
    this(pattern, true);
  }

  /**
   * Compiles a pattern.
   *
   * @param structured whether by the newer finder, the default; it overlooks {@code "a.b": 1}
   *     beside {@code a: [{b: 2}]} once an element of that array is settled, which the older one
   *     does not
   */
  Ruler(JsonNode pattern, boolean structured) throws Exception {
    for (Map<String, List<Patterns>> rule : compile(pattern)) {
      singles(rule).forEach(single -> machines.add(machine(single, structured)));
    }
  }

  /** Throws what event-ruler throws when it refuses a pattern, or one of its alternatives alone. */
  static void check(JsonNode pattern) throws Exception {
    for (Map<String, List<Patterns>> rule : compile(pattern)) {
      machine(rule, true);
      rule.forEach(
          (name, patterns) ->
              alternatives(patterns).forEach(one -> machine(Map.of(name, one), true)));
    }
  }

  private static List<Map<String, List<Patterns>>> compile(JsonNode pattern) throws Exception {
    return JsonRuleCompiler.compile(wrapped(pattern).toString(), false);
  }

  boolean matches(JsonNode payload) {
    return machines.stream()
        .anyMatch(machine -> !machine.rulesForJSONEvent(wrapped(payload)).isEmpty());
  }

  /** The same by the other way in, which sees numbers as they are spelled. */
  boolean matches(String payload) throws Exception {
    for (GenericMachine<String> machine : machines) {
      if (!machine.rulesForJSONEvent("{\"payload\":" + payload + '}').isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private static GenericMachine<String> machine(
      Map<String, List<Patterns>> rule, boolean structured) {
    GenericMachine<String> machine =
        GenericMachine.<String>builder().withStructuredMatching(structured).build();
    machine.addPatternRule(RULE, rule);
    return machine;
  }

  private static List<Map<String, List<Patterns>>> singles(Map<String, List<Patterns>> rule) {
    List<Map<String, List<Patterns>>> singles = List.of(Map.of());
    for (Map.Entry<String, List<Patterns>> field : rule.entrySet()) {
      List<Map<String, List<Patterns>>> longer = new ArrayList<>();
      for (List<Patterns> alternative : alternatives(field.getValue())) {
        for (Map<String, List<Patterns>> single : singles) {
          Map<String, List<Patterns>> more = new HashMap<>(single);
          more.put(field.getKey(), alternative);
          longer.add(more);
        }
      }
      singles = longer;
    }
    return singles;
  }

  /** A number is compiled to two patterns, its value and its spelling; they stay together. */
  private static List<List<Patterns>> alternatives(List<Patterns> patterns) {
    List<List<Patterns>> result = new ArrayList<>();
    for (int i = 0; i < patterns.size(); i++) {
      boolean pair =
          i + 1 < patterns.size()
              && patterns.get(i).type() == MatchType.NUMERIC_EQ
              && patterns.get(i + 1).type() == MatchType.EXACT;
      result.add(patterns.subList(i, pair ? i + 2 : i + 1));
      i += pair ? 1 : 0;
    }
    return result;
  }

  private static ObjectNode wrapped(JsonNode payload) {
    return JsonNodeFactory.instance.objectNode().set("payload", payload);
  }
}
