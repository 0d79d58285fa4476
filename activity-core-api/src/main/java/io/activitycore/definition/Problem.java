package io.activitycore.definition;

import io.activitycore.internal.Texts;
import java.io.Serializable;

/**
 * Something wrong with a definition. The codes are stable; this package's documentation lists them.
 *
 * @param file where it stands, as the reader was told
 * @param line 1-based; 0 where there is no file
 * @param pointer JSON pointer of the value, or of where it would be; empty for the whole
 * @param code snake_case name of the rule, such as {@code required}
 * @param message one line: what is wrong and what was expected
 */
public record Problem(String file, int line, String pointer, String code, String message)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int LONGEST = 300;

  /** One line: {@code file:line: pointer: message}, without the parts that are empty. */
  @Override
  public String toString() {
    return Texts.line(file, LONGEST)
        + (line > 0 ? ":" + line : "")
        + ": "
        + (pointer.isEmpty() ? "" : Texts.line(pointer, LONGEST) + ": ")
        + Texts.line(message, 2 * LONGEST);
  }
}
