package io.activitycore.handler;

import io.activitycore.ActivityCoreException;
import org.jspecify.annotations.Nullable;

/** Thrown by a handler: the task has failed for certain, and trying again would not help. */
public final class TaskFailedException extends ActivityCoreException {
  private static final long serialVersionUID = 1L;

  private final String type;

  /**
   * Creates the error.
   *
   * @param type the error's stable name, such as {@code card_declined}; {@code errors.<node>.type}
   *     in expressions
   * @param message for people
   * @param cause what is behind it, if anything
   */
  public TaskFailedException(String type, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.type = type;
  }

  /** Without a cause. */
  public TaskFailedException(String type, String message) {
    this(type, message, null);
  }

  /** The error's stable name. */
  public String type() {
    return type;
  }
}
