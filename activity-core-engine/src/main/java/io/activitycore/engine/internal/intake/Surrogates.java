package io.activitycore.engine.internal.intake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * JSON can spell half a surrogate pair ({@code \ud800}); UTF-8 cannot, so such a text could be read
 * but never written again.
 */
final class Surrogates {

  private Surrogates() {}

  /** A JSON pointer to the first text, value or key, with half a pair; null without one. */
  static @Nullable String findUnpaired(JsonNode value) {
    if (value.isTextual()) {
      return isUnpaired(value.textValue()) ? "" : null;
    }
    if (value.isArray()) {
      return IntStream.range(0, value.size())
          .mapToObj(i -> prefix("/" + i, findUnpaired(value.get(i))))
          .filter(found -> found != null)
          .findFirst()
          .orElse(null);
    }
    for (Map.Entry<String, JsonNode> property : value.properties()) {
      String pointer = "/" + property.getKey().replace("~", "~0").replace("/", "~1");
      if (isUnpaired(property.getKey())) {
        return pointer;
      }
      String found = prefix(pointer, findUnpaired(property.getValue()));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static @Nullable String prefix(String prefix, @Nullable String pointer) {
    return pointer == null ? null : prefix + pointer;
  }

  private static boolean isUnpaired(String text) {
    return text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE);
  }
}
