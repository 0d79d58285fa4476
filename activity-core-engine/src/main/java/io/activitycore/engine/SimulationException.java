package io.activitycore.engine;

import io.activitycore.ActivityCoreException;

/** A simulation that cannot be: what it was given does not fit the definition. */
public final class SimulationException extends ActivityCoreException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the error.
   *
   * @param message what is wrong and what was expected
   */
  public SimulationException(String message) {
    super(message, null);
  }
}
