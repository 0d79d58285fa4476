package io.activitycore.run;

import io.activitycore.ActivityCoreException;
import io.activitycore.InvalidModelException.Violation;
import java.util.List;
import java.util.Locale;

/** What somebody wanted to do with a human task is refused; nothing was changed. */
public final class HumanTaskException extends ActivityCoreException {
  private static final long serialVersionUID = 1L;

  private final Code code;
  private final String taskId;

  @SuppressWarnings("serial") // always an immutable list of records
  private final List<Violation> violations;

  private HumanTaskException(Code code, String taskId, String message, List<Violation> violations) {
    super("human task " + taskId + ": " + message, null);
    this.code = code;
    this.taskId = taskId;
    this.violations = List.copyOf(violations);
  }

  /**
   * Creates the refusal.
   *
   * @param message why, and what was expected
   */
  public static HumanTaskException of(Code code, String taskId, String message) {
    return new HumanTaskException(code, taskId, message, List.of());
  }

  /**
   * Creates the refusal of an outcome.
   *
   * @param violations at least one; pointers into the outcome
   */
  public static HumanTaskException invalidOutcome(String taskId, List<Violation> violations) {
    Violation first = violations.get(0);
    String place = first.pointer().isEmpty() ? "" : " at " + first.pointer();
    String more = violations.size() == 1 ? "" : " (and " + (violations.size() - 1) + " more)";
    return new HumanTaskException(
        Code.INVALID_OUTCOME,
        taskId,
        "the outcome does not fit the form" + place + ": " + first.message() + more,
        violations);
  }

  /** Why. */
  public Code code() {
    return code;
  }

  /** Which task was meant. */
  public String taskId() {
    return taskId;
  }

  /** What is wrong with the outcome, by JSON pointer; empty unless the code is INVALID_OUTCOME. */
  public List<Violation> violations() {
    return violations;
  }

  /** Why something is refused. */
  public enum Code {
    /** There is no such task. */
    NOT_FOUND,
    /** It is not for this person. */
    NOT_ALLOWED,
    /** Somebody else works on it. */
    CLAIMED_BY_ANOTHER,
    /** It was decided before. */
    ALREADY_COMPLETED,
    /** The run does not wait for it any more. */
    CLOSED,
    /** The outcome does not fit the form. */
    INVALID_OUTCOME;

    /** As on the wire, such as {@code not_found}. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
