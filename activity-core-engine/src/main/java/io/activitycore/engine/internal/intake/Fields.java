package io.activitycore.engine.internal.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.InvalidModelException;
import io.activitycore.InvalidModelException.Violation;
import io.activitycore.engine.internal.intake.UndecodableException.Code;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads an object's properties and keeps what is wrong with them, so that one message names it all.
 * Null is absent. Ask {@link #check} before using what was read. For one thread.
 */
final class Fields {

  private final String form;
  private final ObjectNode object;
  private final List<String> missing = new ArrayList<>(0);
  private final List<String> wrong = new ArrayList<>(0);

  /**
   * Creates the reader.
   *
   * @param form what the object should be, for messages: {@code a native envelope}
   */
  Fields(String form, ObjectNode object) {
    this.form = form;
    this.object = object;
  }

  /** The value, or a null node where it is missing. */
  JsonNode required(String name) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      missing.add("/" + name);
      return NullNode.getInstance();
    }
    return value;
  }

  String requiredText(String name) {
    JsonNode value = required(name);
    if (!value.isTextual() && !value.isNull()) {
      expected(name, "a string", value);
    }
    return value.asText();
  }

  boolean isText(String name) {
    return object.path(name).isTextual();
  }

  @Nullable String optionalText(String name) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      expected(name, "a string", value);
    }
    return value.asText();
  }

  /** As {@link #optionalText}; an integer is its text. */
  @Nullable String optionalTextOrInteger(String name) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isTextual() && !value.isIntegralNumber()) {
      expected(name, "a string or an integer", value);
    }
    return value.asText();
  }

  Instant time(String name, String text, Instant otherwise) {
    if (!isText(name)) { // said already
      return otherwise;
    }
    return Rfc3339.parse(text)
        .orElseGet(
            () -> {
              wrong(
                  name,
                  "expected an RFC 3339 time with a zone and a year of four digits, such as"
                      + " 2026-03-28T09:00:00Z, got \""
                      + shortened(text)
                      + "\"");
              return otherwise;
            });
  }

  void expected(String name, String what, JsonNode got) {
    wrong(name, "expected " + what + ", got " + kind(got));
  }

  void wrong(String name, String what) {
    wrong.add("/" + name + ": " + what);
  }

  /** What is not in {@code known}. */
  Map<String, JsonNode> others(Set<String> known) {
    Map<String, JsonNode> others = new HashMap<>();
    for (Map.Entry<String, JsonNode> property : object.properties()) {
      if (!known.contains(property.getKey())) {
        others.put(property.getKey(), property.getValue());
      }
    }
    return others;
  }

  /**
   * Ends the reading.
   *
   * @throws UndecodableException when something was missing or wrong
   */
  void check() {
    if (!missing.isEmpty()) {
      throw new UndecodableException(
          Code.REQUIRED, String.join(", ", missing) + ": required in " + form + ", not there");
    }
    if (!wrong.isEmpty()) {
      throw new UndecodableException(Code.INVALID, String.join("; ", wrong));
    }
  }

  /**
   * Makes an envelope; where the model refuses it, says so in the words of this form.
   *
   * @param names where the body has what the envelope calls otherwise, by the envelope's pointer
   */
  static <T> T model(Map<String, String> names, Supplier<T> maker) {
    try {
      return maker.get();
    } catch (InvalidModelException e) {
      String reasons =
          e.violations().stream()
              .map(violation -> reason(names, violation))
              .collect(Collectors.joining("; "));
      throw new UndecodableException(Code.INVALID, reasons);
    }
  }

  private static String reason(Map<String, String> names, Violation violation) {
    return names.getOrDefault(violation.pointer(), violation.pointer())
        + ": "
        + violation.message();
  }

  /** What a value is, for messages. */
  static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "an array";
      case OBJECT -> "an object";
      default -> "a " + value.getNodeType().name().toLowerCase(Locale.ROOT);
    };
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }
}
