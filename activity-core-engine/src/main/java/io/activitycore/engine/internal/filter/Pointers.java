package io.activitycore.engine.internal.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** JSON pointers and the words for what stands at them. */
final class Pointers {
  private Pointers() {}

  static String child(String pointer, String name) {
    return pointer + '/' + name.replace("~", "~0").replace("/", "~1");
  }

  static String child(String pointer, int index) {
    return pointer + '/' + index;
  }

  static String kind(JsonNode value) {
    String type = value.getNodeType().name().toLowerCase(Locale.ROOT);
    return switch (value.getNodeType()) {
      case NULL -> "null";
      case ARRAY, OBJECT -> "an " + type;
      default -> "a " + type;
    };
  }
}
