package io.activitycore.internal.binding;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.internal.Texts;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The types that are one value. Nothing is converted: a number is no string, nor the reverse. */
public final class Scalars {

  static final Map<Class<?>, Binder.Converter> CONVERTERS =
      Map.of(
          String.class, Scalars::string,
          boolean.class, Scalars::bool,
          int.class, Scalars::integer,
          Integer.class, Scalars::integer,
          double.class, Scalars::number,
          Duration.class, Scalars::duration,
          Instant.class, Scalars::instant,
          JsonNode.class, (node, pointer, target) -> node);

  private Scalars() {}

  /** Reads a string. */
  public static @Nullable Object string(JsonNode node, String pointer, Target target) {
    return node.isTextual() ? node.textValue() : target.wrongType(pointer, "a string", node);
  }

  private static @Nullable Object bool(JsonNode node, String pointer, Target target) {
    return node.isBoolean()
        ? (Object) node.booleanValue()
        : target.wrongType(pointer, "true or false", node);
  }

  private static @Nullable Object integer(JsonNode node, String pointer, Target target) {
    if (!node.isNumber() || !whole(node)) {
      return target.wrongType(pointer, "an integer", node);
    }
    BigDecimal value = node.decimalValue();
    return value.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0
        ? (Object) value.intValue()
        : target.refuse(
            pointer,
            "range",
            "must be between -2147483647 and 2147483647, got " + Texts.shorten(node.asText()));
  }

  /** A number with nothing behind the point is whole, as in JSON Schema. */
  private static boolean whole(JsonNode number) {
    return number.isIntegralNumber() || number.decimalValue().stripTrailingZeros().scale() <= 0;
  }

  private static @Nullable Object number(JsonNode node, String pointer, Target target) {
    if (!node.isNumber()) {
      return target.wrongType(pointer, "a number", node);
    }
    return Double.isFinite(node.doubleValue())
        ? (Object) node.doubleValue()
        : target.refuse(pointer, "range", "must be within the range of a double");
  }

  private static @Nullable Object duration(JsonNode node, String pointer, Target target) {
    String expected = "a duration such as 30s, 5m, 2h, 3d, PT1H30M or P7D";
    if (!node.isTextual()) {
      return target.wrongType(pointer, expected, node);
    }
    Duration duration = Durations.parse(node.textValue());
    return duration != null
        ? duration
        : target.refuse(
            pointer,
            "duration",
            "must be " + expected + ", got " + Texts.shorten(node.textValue()));
  }

  private static @Nullable Object instant(JsonNode node, String pointer, Target target) {
    String expected = "an instant in whole seconds with a zone, such as 2026-01-31T09:00:00Z";
    if (!node.isTextual()) {
      return target.wrongType(pointer, expected, node);
    }
    Instant instant = Instants.parse(node.textValue());
    return instant != null
        ? instant
        : target.refuse(
            pointer, "instant", "must be " + expected + ", got " + Texts.shorten(node.textValue()));
  }

  static @Nullable Object constant(JsonNode node, Class<?> type, String pointer, Target target) {
    Map<String, Object> constants = constants(type);
    String expected = "one of " + String.join(", ", constants.keySet());
    if (!node.isTextual()) {
      return target.wrongType(pointer, expected, node);
    }
    Object constant = constants.get(node.textValue());
    return constant != null
        ? constant
        : target.refuse(
            pointer, "enum", "must be " + expected + ", got " + Texts.shorten(node.textValue()));
  }

  /** The constants of an enum by their wire names, in order. */
  public static Map<String, Object> constants(Class<?> type) {
    Map<String, Object> constants = new LinkedHashMap<>();
    for (Object constant : type.getEnumConstants()) {
      constants.put(wireName((Enum<?>) constant), constant);
    }
    return constants;
  }

  static String wireName(Enum<?> constant) {
    try {
      return constant
          .getDeclaringClass()
          .getField(constant.name())
          .getAnnotation(JsonProperty.class)
          .value();
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("an enum constant is a field", e);
    }
  }
}
