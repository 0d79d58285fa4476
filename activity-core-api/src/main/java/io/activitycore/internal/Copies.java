package io.activitycore.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Unmodifiable copies that keep the order, and nulls for the constraints to find. */
public final class Copies {

  private Copies() {}

  /** A copy of the list. */
  public static <T> List<T> list(List<T> values) {
    return Collections.unmodifiableList(new ArrayList<>(values));
  }

  /** Like {@link #json}; null for JSON's null too. */
  public static @Nullable JsonNode jsonOrNull(@Nullable JsonNode tree) {
    return tree == null || tree.isNull() || tree.isMissingNode() ? null : json(tree);
  }

  /**
   * A copy of the tree in which equal numbers have equal nodes.
   *
   * @throws IllegalArgumentException for a node that is not JSON: binary, a Java object, NaN
   */
  public static JsonNode json(JsonNode tree) {
    if (tree.isObject()) {
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      tree.properties().forEach(entry -> copy.set(entry.getKey(), json(entry.getValue())));
      return copy;
    }
    if (tree.isArray()) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      tree.forEach(element -> copy.add(json(element)));
      return copy;
    }
    if (tree.isNumber()) {
      return Numbers.normal(tree);
    }
    if (tree.isTextual() || tree.isBoolean() || tree.isNull()) {
      return tree;
    }
    throw new IllegalArgumentException("not JSON: " + tree.getNodeType());
  }

  /** A copy of the map, in its order. */
  public static <K, V> Map<K, V> map(Map<K, V> values) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
