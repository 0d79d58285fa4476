package io.activitycore.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.math.BigDecimal;
import java.math.BigInteger;

/** One node for one number, however it was written or made: equal numbers have equal nodes. */
public final class Numbers {

  /** Characters of the longest number. */
  private static final int LONGEST = 1_000;

  private Numbers() {}

  /**
   * A number as JSON writes it.
   *
   * @throws ArithmeticException when it has more than 1,000 characters, or a double cannot hold its
   *     magnitude; the message says what a text "has"
   */
  public static JsonNode parse(String text) {
    if (text.length() > LONGEST) {
      throw new ArithmeticException("has a number of more than 1,000 digits");
    }
    if (text.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'))) {
      return integer(new BigInteger(text));
    }
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value) || (value == 0 && hasDigit(text))) {
      throw new ArithmeticException(
          "has a number beyond the range of a double: " + Texts.shorten(text));
    }
    return value == 0 ? DoubleNode.valueOf(0.0) : decimal(new BigDecimal(text));
  }

  private static boolean hasDigit(String text) {
    return text.replaceFirst("[eE].*", "").chars().anyMatch(c -> c >= '1' && c <= '9');
  }

  /**
   * The node that stands for the same number.
   *
   * @throws IllegalArgumentException for NaN and the infinities
   */
  public static JsonNode normal(JsonNode number) {
    if (number.isIntegralNumber()) {
      return integer(number.bigIntegerValue());
    }
    if (!number.isBigDecimal() && !Double.isFinite(number.doubleValue())) {
      throw new IllegalArgumentException("not JSON: " + number.doubleValue());
    }
    return decimal(number.decimalValue());
  }

  private static JsonNode integer(BigInteger value) {
    if (value.bitLength() < Integer.SIZE) {
      return IntNode.valueOf(value.intValue());
    }
    return value.bitLength() < Long.SIZE
        ? LongNode.valueOf(value.longValue())
        : BigIntegerNode.valueOf(value);
  }

  private static JsonNode decimal(BigDecimal value) {
    double nearest = value.doubleValue();
    return Double.isFinite(nearest) && BigDecimal.valueOf(nearest).compareTo(value) == 0
        ? DoubleNode.valueOf(nearest)
        : DecimalNode.valueOf(value.stripTrailingZeros());
  }
}
