package io.activitycore;

import org.jspecify.annotations.Nullable;

/** Root of every exception that this library throws for a reason of its own. Unchecked. */
public abstract class ActivityCoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the error.
   *
   * @param message what is wrong, where, and what was expected
   * @param cause the underlying error, if any
   */
  protected ActivityCoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
