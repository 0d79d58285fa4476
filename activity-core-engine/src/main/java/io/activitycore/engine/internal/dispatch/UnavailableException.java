package io.activitycore.engine.internal.dispatch;

import io.activitycore.ActivityCoreException;
import org.jspecify.annotations.Nullable;

/** Temporal or the store did not answer: nothing is lost, ask again under the same id. */
public final class UnavailableException extends ActivityCoreException {
  private static final long serialVersionUID = 1L;

  /** Creates the error. */
  public UnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
