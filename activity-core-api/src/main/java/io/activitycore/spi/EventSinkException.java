package io.activitycore.spi;

import io.activitycore.ActivityCoreException;
import org.jspecify.annotations.Nullable;

/**
 * The broker behind an {@link EventSink} did not do what was asked; the message says what and
 * where.
 */
public final class EventSinkException extends ActivityCoreException {
  private static final long serialVersionUID = 1L;

  private final boolean refused;

  /**
   * Creates the error. The same event may go through later.
   *
   * @param message what failed, at which destination
   * @param cause the broker client's error, if any
   */
  public EventSinkException(String message, @Nullable Throwable cause) {
    this(message, cause, false);
  }

  private EventSinkException(String message, @Nullable Throwable cause, boolean refused) {
    super(message, cause);
    this.refused = refused;
  }

  /**
   * The broker works, but will never take this event as it is: it is too large, say. Not for what
   * fails for every event, such as a topic that does not exist.
   *
   * @param message what was refused, at which destination
   * @param cause the broker client's error, if any
   */
  public static EventSinkException refused(String message, @Nullable Throwable cause) {
    return new EventSinkException(message, cause, true);
  }

  /** Whether it is of no use to publish the same event again. */
  public boolean isRefused() {
    return refused;
  }
}
