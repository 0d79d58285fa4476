package io.activitycore.spi;

import io.activitycore.ActivityCoreException;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Store} did not do what was asked: it did not answer, or it cannot keep what it was
 * given. The message says what, and why.
 */
public final class StoreException extends ActivityCoreException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the error.
   *
   * @param message what was asked, why it was not done, and what to do if there is something
   * @param cause the storage's error, if any
   */
  public StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
