package io.activitycore.postgres.registry;

import io.activitycore.ActivityCoreException;

/** The registry does not do what was asked; nothing was changed. */
public final class RegistryException extends ActivityCoreException {
  private static final long serialVersionUID = 1L;

  private final Code code;
  private final String activityId;

  RegistryException(Code code, String activityId, String message) {
    super(activityId + ": " + message, null);
    this.code = code;
    this.activityId = activityId;
  }

  /** Why. */
  public Code code() {
    return code;
  }

  /** Which activity was meant. */
  public String activityId() {
    return activityId;
  }

  /** Why something is refused. */
  public enum Code {
    /** This tenant has no such activity or version. */
    NOT_FOUND,
    /** Somebody else changed it meanwhile: look at it again. */
    CONFLICT,
    /** It can never be done. */
    REFUSED
  }
}
