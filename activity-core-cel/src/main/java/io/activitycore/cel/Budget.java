package io.activitycore.cel;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import dev.cel.common.values.CelByteString;
import dev.cel.runtime.CelEvaluationListener;
import dev.cel.runtime.ConcatenatedListView;
import java.util.Collection;
import java.util.Map;

/**
 * The work that one evaluation may do, counted in steps, so that it ends the same way on every
 * machine. A step is one node evaluated, one JSON value read, one element of a new list or ten
 * characters of a text. One evaluation, one thread.
 */
final class Budget implements CelEvaluationListener {
  /** Some 20 steps for each of the 100,000 iterations; about 0.2 s on a slow core. */
  static final long STEPS = 2_000_000;

  /**
   * The longest text, or list, that an operation may build: as much as the largest payload (2 MiB)
   * has characters.
   */
  static final int MAX_LENGTH = 2 * 1024 * 1024;

  static final String SPENT = "the expression does too much work (limit " + STEPS + " steps)";

  private static final int CHARACTERS_A_STEP = 10;
  private static final int READ_ELEMENTS_A_STEP = 10;

  private long left = STEPS;

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
          "the expression builds a value of " + length + " elements (limit " + MAX_LENGTH + ")");
    }
  }

  private static long cost(CelExpr expression, Object result) {
    if (result instanceof String text) {
      return text.length() / CHARACTERS_A_STEP;
    }
    if (result instanceof CelByteString bytes) {
      return bytes.size() / CHARACTERS_A_STEP;
    }
    // Views pay for what is read through them; a loop's accumulator grows in place.
    if (result instanceof ObjectView
        || result instanceof ArrayView
        || result instanceof ConcatenatedListView<?>) {
      return 0;
    }
    int size =
        result instanceof Collection<?> list
            ? list.size()
            : result instanceof Map<?, ?> map ? map.size() : 0;
    return isRead(expression) ? size / READ_ELEMENTS_A_STEP : size;
  }

  private static boolean isRead(CelExpr expression) {
    return switch (expression.getKind()) {
      case IDENT, SELECT, CONSTANT -> true;
      default -> false;
    };
  }
}
