package io.activitycore.handler;

import io.activitycore.ActivityCoreException;
import org.jspecify.annotations.Nullable;

/** The task should no longer run; thrown by {@link TaskContext#heartbeat}. Let it pass through. */
public final class TaskCancelledException extends ActivityCoreException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the error.
   *
   * @param message why
   * @param cause the engine's own error
   */
  public TaskCancelledException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
