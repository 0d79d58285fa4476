package io.activitycore.cel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.primitives.UnsignedLong;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** What an expression came to, as JSON. */
final class JsonOut {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int NANO_DIGITS = 9;

  private JsonOut() {}

  static JsonNode toJson(Object value) {
    if (value instanceof ObjectView object) {
      return object.node();
    }
    if (value instanceof ArrayView array) {
      return array.node();
    }
    if (value instanceof Collection<?> list) {
      return array(list);
    }
    if (value instanceof Map<?, ?> map) {
      return object(map);
    }
    if (value instanceof Optional<?> optional) {
      return optional.<JsonNode>map(JsonOut::toJson).orElse(JSON.nullNode());
    }
    return scalar(value);
  }

  private static JsonNode scalar(Object value) {
    if (value instanceof NullValue) {
      return JSON.nullNode();
    }
    if (value instanceof Boolean bool) {
      return JSON.booleanNode(bool);
    }
    if (value instanceof Number number) {
      return number(number);
    }
    if (value instanceof String text) {
      return JSON.textNode(text);
    }
    if (value instanceof CelByteString bytes) {
      return JSON.textNode(Base64.getEncoder().encodeToString(bytes.toByteArray()));
    }
    if (value instanceof Duration duration) {
      return JSON.textNode(seconds(duration));
    }
    if (value instanceof Instant instant) {
      return JSON.textNode(instant.toString());
    }
    throw new CelInvalidArgumentException(
        "JSON has no form for the result, which is a " + Types.of(value));
  }

  private static JsonNode number(Number value) {
    if (value instanceof UnsignedLong unsigned) {
      return unsigned.longValue() >= 0
          ? whole(unsigned.longValue())
          : JSON.numberNode(unsigned.bigIntegerValue());
    }
    if (value instanceof Long number) {
      return whole(number);
    }
    double number = value.doubleValue();
    if (!Double.isFinite(number)) {
      throw new CelInvalidArgumentException(
          "JSON has no form for the result, which is the number " + number);
    }
    return JSON.numberNode(number);
  }

  private static JsonNode whole(long number) {
    return number == (int) number ? JSON.numberNode((int) number) : JSON.numberNode(number);
  }

  private static ArrayNode array(Collection<?> list) {
    ArrayNode array = JSON.arrayNode(list.size());
    list.forEach(element -> array.add(toJson(element)));
    return array;
  }

  /** Keeps CEL's order: that in which the keys were written. */
  private static ObjectNode object(Map<?, ?> map) {
    ObjectNode object = JSON.objectNode();
    map.forEach(
        (key, value) -> {
          if (!(key instanceof String name)) {
            throw new CelInvalidArgumentException(
                "JSON has only strings for keys, this map has the key "
                    + key
                    + " of type "
                    + Types.of(key));
          }
          object.set(name, toJson(value));
        });
    return object;
  }

  /** Seconds with as many decimals as needed, as protobuf's JSON reads them. */
  private static String seconds(Duration duration) {
    Duration size = duration.abs();
    return (duration.isNegative() ? "-" : "") + size.getSeconds() + fraction(size.getNano()) + "s";
  }

  private static String fraction(int nanos) {
    if (nanos == 0) {
      return "";
    }
    String digits = String.valueOf(nanos);
    return "." + ("0".repeat(NANO_DIGITS - digits.length()) + digits).replaceFirst("0+$", "");
  }
}
