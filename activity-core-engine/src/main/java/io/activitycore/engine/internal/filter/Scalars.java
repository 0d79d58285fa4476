package io.activitycore.engine.internal.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import java.math.BigDecimal;

/**
 * Leaves as values: when two numbers are the same, which numbers have an order, and the key under
 * which a leaf is found.
 */
final class Scalars {
  /** Up to here every whole number has a double of its own. */
  private static final long EXACT_INTEGERS = 1L << 53;

  private Scalars() {}

  /**
   * The number as a double, if its shortest decimal form has exactly its value, else NaN. Only such
   * numbers take part in {@code numeric}: a longer one cannot be told from its neighbours.
   */
  static double comparable(JsonNode number) {
    return switch (number.numberType()) {
      case INT -> number.intValue();
      case LONG -> comparable(number.longValue());
      case DOUBLE -> comparable(number.doubleValue());
      default -> isFinite(number) ? comparable(decimal(number)) : Double.NaN;
    };
  }

  private static double comparable(long value) {
    boolean exact = value >= -EXACT_INTEGERS && value <= EXACT_INTEGERS;
    return exact ? (double) value : comparable(BigDecimal.valueOf(value));
  }

  private static double comparable(double value) {
    return Double.isInfinite(value) ? Double.NaN : value + 0.0; // + 0.0 turns -0.0 into 0.0
  }

  private static double comparable(BigDecimal decimal) {
    double nearest = decimal.doubleValue();
    boolean same =
        !Double.isInfinite(nearest) && BigDecimal.valueOf(nearest).compareTo(decimal) == 0;
    return same ? nearest : Double.NaN;
  }

  /**
   * The leaf in the one form in which equal values are equal: 1, 1.0 and 1e0 are the same key, 1
   * and "1" are not.
   */
  static JsonNode key(JsonNode leaf) {
    if (!leaf.isNumber()) {
      return leaf;
    }
    double number = comparable(leaf);
    if (!Double.isNaN(number)) {
      return DoubleNode.valueOf(number);
    }
    return isFinite(leaf) ? DecimalNode.valueOf(decimal(leaf).stripTrailingZeros()) : leaf;
  }

  /** Whether a number node holds a number: YAML and Java, unlike JSON, know infinities and NaN. */
  static boolean isFinite(JsonNode number) {
    return !number.isFloatingPointNumber()
        || number.isBigDecimal()
        || Double.isFinite(number.doubleValue());
  }

  private static BigDecimal decimal(JsonNode number) {
    // A float's decimal value would be that of the double it widens to, not the one that was
    // written.
    return number.isFloat() && isFinite(number)
        ? new BigDecimal(number.asText())
        : number.decimalValue();
  }
}
