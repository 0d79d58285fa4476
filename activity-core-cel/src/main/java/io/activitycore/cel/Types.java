package io.activitycore.cel;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.types.CelType;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/** The names that CEL gives to the types of values, for errors. */
final class Types {
  private Types() {}

  static String of(Object value) {
    if (value instanceof NullValue) {
      return "null";
    }
    if (value instanceof Collection<?>) {
      return "list";
    }
    if (value instanceof Map<?, ?>) {
      return "map";
    }
    if (value instanceof CelType) {
      return "type";
    }
    return scalar(value);
  }

  private static String scalar(Object value) {
    if (value instanceof Boolean) {
      return "bool";
    }
    if (value instanceof Long) {
      return "int";
    }
    if (value instanceof UnsignedLong) {
      return "uint";
    }
    if (value instanceof Double) {
      return "double";
    }
    if (value instanceof String) {
      return "string";
    }
    if (value instanceof CelByteString) {
      return "bytes";
    }
    if (value instanceof Duration) {
      return "duration";
    }
    return value instanceof Instant ? "timestamp" : "message";
  }
}
