package io.activitycore.testing;

import io.activitycore.ActivityCoreException;
import org.jspecify.annotations.Nullable;

/**
 * A test asked for a server that is not there. It fails the test, on purpose: the message says what
 * was tried and what to run.
 */
public final class ServerNotFoundException extends ActivityCoreException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the error.
   *
   * @param message what was looked for, where, and what to run
   * @param cause the last place's own error, if any
   */
  public ServerNotFoundException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
