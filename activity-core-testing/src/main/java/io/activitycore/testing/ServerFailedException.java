package io.activitycore.testing;

import io.activitycore.ActivityCoreException;
import org.jspecify.annotations.Nullable;

/** A server of the test's own did not start or stop as asked; the message ends with its log. */
public final class ServerFailedException extends ActivityCoreException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the error.
   *
   * @param message what failed, and the end of the server's log
   * @param cause the underlying error, if any
   */
  public ServerFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
