package io.activitycore.spi;

import io.activitycore.ActivityCoreException;
import org.jspecify.annotations.Nullable;

/**
 * The broker behind an {@link EventSink} did not do what was asked; the message says what and
 * where.
 */
public final class EventSinkException extends ActivityCoreException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the error.
   *
   * @param message what failed, at which destination
   * @param cause the broker client's error, if any
   */
  public EventSinkException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
