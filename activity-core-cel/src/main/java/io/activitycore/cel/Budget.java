package io.activitycore.cel;

import dev.cel.common.Operator;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import dev.cel.common.values.CelByteString;
import dev.cel.runtime.CelEvaluationListener;
import java.util.Collection;
import java.util.Map;

/**
 * The work that one evaluation may do, counted in steps, so that it ends the same way on every
 * machine. A step is one node evaluated, one JSON value read, one element of a new list or ten
 * characters of a text. One evaluation, one thread.
 */
final class Budget implements CelEvaluationListener {
  /** Some ten steps for each of the 100,000 iterations; about half a second on a slow core. */
  static final long STEPS = 1_000_000;

  /**
   * The longest text, or list, that an operation may build: as much as the largest payload (2 MiB)
   * has characters.
   */
  static final int MAX_LENGTH = 2 * 1024 * 1024;

  static final String SPENT = "the expression does too much work (limit " + STEPS + " steps)";

  private static final int CHARACTERS_A_STEP = 10;
  private static final int READ_ELEMENTS_A_STEP = 10;

  private final Searches.Costs searches;
  private long left = STEPS;

  Budget(Searches searches) {
    this.searches = searches.costs();
  }

  @Override
  public void callback(CelExpr expression, Object result) {
    spend(1 + cost(expression, result));
  }

  /** Once spent, every further call fails too, so that no {@code ||} can swallow it. */
  void spend(long steps) {
    left -= steps;
    if (left < 0) {
      throw new CelInvalidArgumentException(SPENT);
    }
  }

  static void requireLength(long length) {
    if (length > MAX_LENGTH) {
      throw new CelInvalidArgumentException(
          "the expression builds a value of "
              + length
              + " characters or elements (limit "
              + MAX_LENGTH
              + ")");
    }
  }

  private long cost(CelExpr expression, Object result) {
    if (result instanceof String text) {
      return text.length() / CHARACTERS_A_STEP + searches.of(expression.id(), text);
    }
    if (result instanceof CelByteString bytes) {
      return bytes.size() / CHARACTERS_A_STEP;
    }
    if (result instanceof ObjectView || result instanceof ArrayView) {
      return 0; // they pay for what is read through them
    }
    if (result instanceof AppendedList list && !isRead(expression)) {
      return isAddition(expression) ? list.copied() : 0;
    }
    return containerCost(expression, result);
  }

  private static long containerCost(CelExpr expression, Object result) {
    int size =
        result instanceof Collection<?> list
            ? list.size()
            : result instanceof Map<?, ?> map ? map.size() : 0;
    if (!isRead(expression)) {
      return size;
    }
    return isAccumulator(expression) ? 0 : size / READ_ELEMENTS_A_STEP;
  }

  private static boolean isRead(CelExpr expression) {
    return switch (expression.getKind()) {
      case IDENT, SELECT, CONSTANT -> true;
      default -> false;
    };
  }

  /** The hidden variable in which a loop collects; an expression cannot write its name. */
  private static boolean isAccumulator(CelExpr expression) {
    return expression.getKind() == CelExpr.ExprKind.Kind.IDENT
        && expression.ident().name().startsWith("@");
  }

  private static boolean isAddition(CelExpr expression) {
    return expression.getKind() == CelExpr.ExprKind.Kind.CALL
        && expression.call().function().equals(Operator.ADD.getFunction());
  }
}
