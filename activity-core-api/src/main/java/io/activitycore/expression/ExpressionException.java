package io.activitycore.expression;

import io.activitycore.ActivityCoreException;
import org.jspecify.annotations.Nullable;

/** An expression that does not compile, or whose evaluation failed. */
public final class ExpressionException extends ActivityCoreException {
  private static final long serialVersionUID = 1L;

  private final String source;

  /**
   * Creates the error.
   *
   * @param source the expression's text
   * @param message what is wrong, in one line
   * @param cause the engine's own error, if any
   */
  public ExpressionException(String source, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.source = source;
  }

  /** The expression's text. */
  public String source() {
    return source;
  }
}
