package io.activitycore.definition;

import io.activitycore.ActivityCoreException;
import java.util.List;
import java.util.stream.Collectors;

/** Definitions that cannot be used. */
public final class DefinitionException extends ActivityCoreException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // always an immutable list of records
  private final List<Problem> problems;

  /**
   * Creates the error; its message has one line a problem.
   *
   * @param problems at least one
   */
  public DefinitionException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")), null);
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, in the order of the files and lines. */
  public List<Problem> problems() {
    return problems;
  }
}
