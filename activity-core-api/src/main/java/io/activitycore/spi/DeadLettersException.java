package io.activitycore.spi;

import io.activitycore.ActivityCoreException;
import org.jspecify.annotations.Nullable;

/** The dead letters of a broker could not be read or changed; the message says what and where. */
public final class DeadLettersException extends ActivityCoreException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the error.
   *
   * @param message what failed, at which destination
   * @param cause the broker client's error, if any
   */
  public DeadLettersException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
