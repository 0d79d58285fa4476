package io.activitycore.engine.internal.filter;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads {@code numeric}: {@code [=, 1]}, {@code [>, 1]}, {@code [>=, 1, <, 10]} and so on. */
final class NumericOperator {
  private static final String EXPECTED =
      "expected [\"=\", n], [\">\", n], [\">=\", n], [\"<\", n], [\"<=\", n]"
          + " or a lower and then an upper bound, such as [\">\", 0, \"<=\", 5]";

  private NumericOperator() {}

  static LeafTest compile(JsonNode operand, String at) {
    if (!operand.isArray() || (operand.size() != 2 && operand.size() != 4)) {
      throw new FilterException(at, EXPECTED);
    }
    String operator = operator(operand, 0, at);
    double bound = number(operand.get(1), Pointers.child(at, 1));
    if (operand.size() == 4) {
      return between(operand, operator, bound, at);
    }
    return switch (operator) {
      case "=" -> new LeafTest.Between(bound, true, bound, true);
      case ">", ">=" -> range(bound, operator.equals(">="), Double.MAX_VALUE, true, at);
      case "<", "<=" -> range(-Double.MAX_VALUE, true, bound, operator.equals("<="), at);
      default -> throw new FilterException(Pointers.child(at, 0), EXPECTED);
    };
  }

  private static LeafTest between(JsonNode operand, String lower, double low, String at) {
    String upper = operator(operand, 2, at);
    if (!lower.startsWith(">") || !upper.startsWith("<")) {
      throw new FilterException(at, EXPECTED);
    }
    double high = number(operand.get(3), Pointers.child(at, 3));
    return range(low, lower.equals(">="), high, upper.equals("<="), at);
  }

  private static LeafTest range(double low, boolean lowIn, double high, boolean highIn, String at) {
    if (low >= high) {
      throw new FilterException(
          at,
          "the lower bound must be less than the upper, but " + low + " is not less than " + high);
    }
    return new LeafTest.Between(low, lowIn, high, highIn);
  }

  private static String operator(JsonNode operand, int index, String at) {
    JsonNode operator = operand.get(index);
    return switch (operator.isTextual() ? operator.textValue() : "") {
      case "=", "<", "<=", ">", ">=" -> operator.textValue();
      default -> throw new FilterException(Pointers.child(at, index), EXPECTED);
    };
  }

  /** The number, which must be one that has an order among the others. */
  static double number(JsonNode value, String at) {
    if (!value.isNumber()) {
      throw new FilterException(at, "expected a number, but this is " + Pointers.kind(value));
    }
    double number = Scalars.isFinite(value) ? Scalars.comparable(value) : Double.NaN;
    if (Double.isNaN(number)) {
      throw new FilterException(
          at,
          "a number that is compared must be exact in double precision (about 15 digits), but this"
              + " is "
              + value);
    }
    return number;
  }
}
