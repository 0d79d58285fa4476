package io.activitycore.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a file.
 *
 * @param definition absent when there are problems
 * @param problems what is wrong, in the order of the lines; empty when there is a definition
 * @param lines where the file's values stand; there even when the file is wrong, as far as it was
 *     read
 */
public record ReadResult(
    @Nullable ActivityDefinition definition, List<Problem> problems, LineMap lines) {

  /** Copies. */
  public ReadResult {
    problems = List.copyOf(problems);
  }

  /**
   * The definition.
   *
   * @throws DefinitionException when there are problems
   */
  public ActivityDefinition orThrow() {
    ActivityDefinition found = definition;
    if (found == null) {
      throw new DefinitionException(problems);
    }
    return found;
  }
}
