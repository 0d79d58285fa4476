package io.activitycore.engine.internal.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Consumer;

/**
 * A dotted path into a payload. It leads through arrays into their elements, and a dot may stand
 * for a step or for itself: {@code a.b} finds the field {@code b} of {@code a} and the field {@code
 * a.b}.
 */
final class FieldPath {
  private final String text;
  private final int[] starts;

  FieldPath(String text) {
    this.text = text;
    int steps = 1 + (int) text.chars().filter(c -> c == '.').count();
    starts = new int[steps + 1];
    for (int i = 1; i < steps; i++) {
      starts[i] = text.indexOf('.', starts[i - 1]) + 1;
    }
    starts[steps] = text.length() + 1;
    keys = new String[steps][];
    for (int from = 0; from < steps; from++) {
      keys[from] = new String[steps - from];
      for (int to = from + 1; to <= steps; to++) {
        keys[from][to - from - 1] = text.substring(starts[from], starts[to] - 1);
      }
    }
  }

  /** By first step and further steps taken, the name that such a field has in an object. */
  private final String[][] keys;

  String text() {
    return text;
  }

  int steps() {
    return keys.length;
  }

  /** The name of a field that takes the steps {@code from} (in) to {@code to} (out) at once. */
  String key(int from, int to) {
    return keys[from][to - from - 1];
  }

  /** The first {@code steps} steps as text; what two paths share if they agree here. */
  String head(int steps) {
    return steps == 0 ? "" : text.substring(0, starts[steps] - 1);
  }

  /** Gives every leaf at this path, through arrays, in the payload's order. */
  void forEachLeaf(JsonNode payload, Consumer<JsonNode> leaves) {
    forEachValue(payload, 0, value -> expand(value, leaves));
  }

  /** Gives every value at this path, be it a leaf, an object or an array. */
  void forEachValue(JsonNode payload, Consumer<JsonNode> values) {
    forEachValue(payload, 0, values);
  }

  private void forEachValue(JsonNode node, int step, Consumer<JsonNode> values) {
    if (step == steps()) {
      values.accept(node);
    } else if (node.isArray()) {
      for (JsonNode element : node) {
        forEachValue(element, step, values);
      }
    } else if (node.isObject()) {
      for (int to = step + 1; to <= steps(); to++) {
        JsonNode child = node.get(key(step, to));
        if (child != null) {
          forEachValue(child, to, values);
        }
      }
    }
  }

  private static void expand(JsonNode value, Consumer<JsonNode> leaves) {
    if (value.isArray()) {
      for (JsonNode element : value) {
        expand(element, leaves);
      }
    } else if (!value.isObject()) {
      leaves.accept(value);
    }
  }
}
