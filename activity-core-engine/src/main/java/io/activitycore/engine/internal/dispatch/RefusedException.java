package io.activitycore.engine.internal.dispatch;

import io.activitycore.ActivityCoreException;
import org.jspecify.annotations.Nullable;

/** It can never succeed; the code is a stable name for it. */
public final class RefusedException extends ActivityCoreException {
  private static final long serialVersionUID = 1L;

  private final String code;

  /** Creates the error. */
  public RefusedException(String code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** The reason's stable name. */
  public String code() {
    return code;
  }
}
