package io.activitycore.engine.internal.tick;

/** A part of a schedule that has no meaning here; it says why and what was likely meant. */
final class UnreadableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String problem;

  UnreadableException(String problem) {
    super(problem);
    this.problem = problem;
  }

  String problem() {
    return problem;
  }
}
