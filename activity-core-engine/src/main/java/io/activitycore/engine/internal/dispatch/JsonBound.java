package io.activitycore.engine.internal.dispatch;

import com.fasterxml.jackson.databind.JsonNode;

/** A bound on the size of JSON that costs less than writing it. Pure. */
final class JsonBound {

  /** An escaped control character. */
  private static final int LONGEST_CHARACTER = 6;

  /** A double. */
  private static final int LONGEST_NUMBER = 32;

  private JsonBound() {}

  /** No way to write the value as compact UTF-8 JSON takes more bytes. */
  static long of(JsonNode value) {
    if (value.isObject()) {
      long sum = 2;
      for (var property : value.properties()) {
        sum += text(property.getKey()) + 2 + of(property.getValue());
      }
      return sum;
    }
    if (value.isArray()) {
      long sum = 2;
      for (JsonNode element : value) {
        sum += 1 + of(element);
      }
      return sum;
    }
    boolean small = value.isInt() || value.isLong() || value.isDouble() || value.isBoolean();
    return small ? LONGEST_NUMBER : text(value.asText());
  }

  private static long text(String text) {
    return 2 + (long) LONGEST_CHARACTER * text.length();
  }
}
