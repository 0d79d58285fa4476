package io.activitycore.engine.internal.filter;

import io.activitycore.ActivityCoreException;

/** A filter that does not compile: where, what is wrong there, and what was expected. */
public final class FilterException extends ActivityCoreException {
  private static final long serialVersionUID = 1L;

  private final String pointer;
  private final String problem;

  /**
   * Creates the error.
   *
   * @param pointer JSON pointer of the offending value, relative to the filters object; empty for
   *     the object itself
   * @param problem what is wrong and what was expected, in one line
   */
  public FilterException(String pointer, String problem) {
    super(pointer.isEmpty() ? problem : pointer + ": " + problem, null);
    this.pointer = pointer;
    this.problem = problem;
  }

  /**
   * JSON pointer of the offending value, relative to the filters object; empty for the object
   * itself.
   */
  public String pointer() {
    return pointer;
  }

  /** What is wrong and what was expected, in one line and without the pointer. */
  public String problem() {
    return problem;
  }
}
