package io.activitycore.engine;

import io.activitycore.ActivityCoreException;
import java.util.List;

/** A simulation that cannot be: what it was given does not fit the definition. */
public final class SimulationException extends ActivityCoreException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // always an immutable list of strings
  private final List<String> problems;

  /**
   * Creates the error.
   *
   * @param problems what is wrong and what was expected, a line each; at least one
   */
  public SimulationException(List<String> problems) {
    super(String.join("; ", problems), null);
    this.problems = List.copyOf(problems);
  }

  /** What is wrong and what was expected, a line each. */
  public List<String> problems() {
    return problems;
  }
}
