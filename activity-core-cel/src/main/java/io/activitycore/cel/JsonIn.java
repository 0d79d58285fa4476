package io.activitycore.cel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import dev.cel.common.values.NullValue;

/** JSON as CEL sees it: scalars are converted, objects and arrays are read through views. */
final class JsonIn {
  private JsonIn() {}

  static Object toCel(JsonNode node, Path path, Budget budget) {
    return switch (node.getNodeType()) {
      case NULL -> NullValue.NULL_VALUE;
      case BOOLEAN -> node.booleanValue();
      case NUMBER -> number(node);
      case STRING, BINARY -> node.asText();
      case OBJECT -> new ObjectView(node, path, budget);
      case ARRAY -> new ArrayView(node, path, budget);
      case MISSING, POJO ->
          throw new CelInvalidArgumentException("not a JSON value: " + path.text());
    };
  }

  private static Object number(JsonNode node) {
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return node.longValue();
    }
    return node.doubleValue();
  }
}
