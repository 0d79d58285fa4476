package io.activitycore;

import java.util.List;
import java.util.stream.Collectors;

/** A model value (an envelope, a definition or a part of one) that breaks the rules of its form. */
public final class InvalidModelException extends ActivityCoreException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // always an immutable list of records
  private final List<Violation> violations;

  /**
   * Creates the error.
   *
   * @param model what was being made, such as {@code EventEnvelope}
   * @param violations at least one
   */
  public InvalidModelException(String model, List<Violation> violations) {
    super(
        violations.stream()
            .map(violation -> model + violation.pointer() + ": " + violation.message())
            .collect(Collectors.joining("; ")),
        null);
    this.violations = List.copyOf(violations);
  }

  /** Every rule that was broken, in the order of the components. */
  public List<Violation> violations() {
    return violations;
  }

  /**
   * One broken rule.
   *
   * @param pointer JSON pointer to the value, relative to the model; empty for the whole
   * @param code the rule's stable name, such as {@code required}
   * @param message what is wrong and what was expected
   */
  public record Violation(String pointer, String code, String message)
      implements java.io.Serializable {
    private static final long serialVersionUID = 1L;
  }
}
