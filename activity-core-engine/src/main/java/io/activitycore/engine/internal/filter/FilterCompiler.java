package io.activitycore.engine.internal.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the {@code filters} object: nested fields, dotted names, the short form and {@code $or}.
 */
final class FilterCompiler {
  static final String OR = "$or";

  /**
   * Field names that would be mistaken for an operator in an alternative; some are kept for
   * operators to come.
   */
  private static final Set<String> RESERVED_IN_OR =
      Set.of(
          "exactly",
          "equals-ignore-case",
          "prefix",
          "suffix",
          "anything-but",
          "exists",
          "wildcard",
          "numeric",
          "cidr",
          "=",
          "<",
          "<=",
          ">",
          ">=",
          "regex",
          "not-wildcard",
          "not-equals-ignore-case",
          "date-after",
          "date-on-or-after",
          "date-before",
          "date-on-or-before",
          "in-date-range",
          "ip-address-in-range",
          "ip-address-not-in-range");

  private FilterCompiler() {}

  static Conjunction compile(JsonNode filters) {
    if (!filters.isObject()) {
      throw new FilterException(
          "",
          "filters must be an object of field names and patterns, but this is "
              + Pointers.kind(filters));
    }
    return object(filters, "", "", false);
  }

  private static Conjunction object(JsonNode object, String path, String pointer, boolean inOr) {
    if (object.isEmpty()) {
      throw new FilterException(
          pointer, "an empty object asks for nothing; expected at least one field");
    }
    List<Field> fields = new ArrayList<>();
    List<Alternatives> alternatives = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      String name = entry.getKey();
      String at = Pointers.child(pointer, name);
      if (name.equals(OR)) {
        alternatives.add(alternatives(entry.getValue(), path, at));
        continue;
      }
      String childPath = childPath(path, name, at, inOr);
      if (entry.getValue().isObject()) {
        Conjunction nested = object(entry.getValue(), childPath, at, inOr);
        fields.addAll(nested.fields());
        alternatives.addAll(nested.alternatives());
      } else {
        fields.add(field(entry.getValue(), childPath, at));
      }
    }
    return new Conjunction(List.copyOf(fields), List.copyOf(alternatives));
  }

  private static String childPath(String path, String name, String at, boolean inOr) {
    if (inOr && RESERVED_IN_OR.contains(name)) {
      throw new FilterException(
          at, "inside $or no field can have this name, which is an operator's");
    }
    for (String step : name.split("\\.", -1)) {
      if (step.isEmpty()) {
        throw new FilterException(
            at,
            "a field name must not be empty, nor begin or end with a dot, nor have two in a row");
      }
      if (step.equals(OR)) {
        throw new FilterException(at, "$or must be a key of its own, not a part of a dotted name");
      }
    }
    return path.isEmpty() ? name : path + '.' + name;
  }

  private static Alternatives alternatives(JsonNode array, String path, String pointer) {
    if (!array.isArray() || array.size() < 2) {
      throw new FilterException(pointer, "$or must be an array of at least two objects");
    }
    List<Conjunction> choices = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      String at = Pointers.child(pointer, i);
      if (!array.get(i).isObject()) {
        throw new FilterException(
            at,
            "an alternative of $or must be an object, but this is " + Pointers.kind(array.get(i)));
      }
      choices.add(object(array.get(i), path, at, true));
    }
    return new Alternatives(path.isEmpty() ? OR : path + '.' + OR, array, List.copyOf(choices));
  }

  private static Field field(JsonNode value, String path, String pointer) {
    if (!value.isArray()) {
      LeafTest test = alternative(value, pointer);
      return new Field(
          new FieldPath(path),
          List.of(test),
          false,
          JsonNodeFactory.instance.arrayNode().add(value),
          pointer);
    }
    if (value.isEmpty()) {
      throw new FilterException(
          pointer,
          "an empty array matches nothing; expected at least one value or match expression");
    }
    List<LeafTest> tests = new ArrayList<>();
    Set<JsonNode> exact = new HashSet<>();
    boolean mayBeAbsent = false;
    for (int i = 0; i < value.size(); i++) {
      String at = Pointers.child(pointer, i);
      if (isAbsence(value.get(i), at)) {
        mayBeAbsent = true;
        continue;
      }
      LeafTest test = alternative(value.get(i), at);
      if (test instanceof LeafTest.Exact one) {
        exact.addAll(one.keys());
      } else {
        tests.add(test);
      }
    }
    if (!exact.isEmpty()) {
      tests.add(0, new LeafTest.Exact(Set.copyOf(exact)));
    }
    return new Field(new FieldPath(path), List.copyOf(tests), mayBeAbsent, value, pointer);
  }

  private static boolean isAbsence(JsonNode value, String pointer) {
    JsonNode exists = value.size() == 1 ? value.get(Operators.EXISTS) : null;
    if (exists != null && !exists.isBoolean()) {
      throw new FilterException(
          Pointers.child(pointer, Operators.EXISTS),
          "expected true or false, but this is " + Pointers.kind(exists));
    }
    return exists != null && !exists.booleanValue();
  }

  private static LeafTest alternative(JsonNode value, String pointer) {
    return switch (value.getNodeType()) {
      case OBJECT -> Operators.compile(value, pointer);
      case STRING -> text(value);
      case NUMBER -> number(value, pointer);
      case BOOLEAN, NULL -> new LeafTest.Exact(Set.of(value));
      default ->
          throw new FilterException(
              pointer,
              "expected a string, a number, true, false, null or a match expression, but this is "
                  + Pointers.kind(value));
    };
  }

  /** A string that is an IP address stands for that address, however it is spelled. */
  private static LeafTest text(JsonNode value) {
    IpRange address = IpRange.ofAddress(value.textValue());
    return address == null ? new LeafTest.Exact(Set.of(value)) : new LeafTest.InNetwork(address);
  }

  private static LeafTest number(JsonNode value, String pointer) {
    if (!Scalars.isFinite(value)) {
      throw new FilterException(pointer, "expected a finite number");
    }
    return new LeafTest.Exact(Set.of(Scalars.key(value)));
  }
}
