package io.activitycore.constraint;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules for names and ids, as plain functions. */
final class Texts {

  private static final int MAX_IDENTIFIER_BYTES = 1_024;

  private static final Pattern CEL_IDENTIFIER = Pattern.compile("[_a-zA-Z][_a-zA-Z0-9]*");

  /** The CEL language definition's reserved words, and the names that every expression has. */
  private static final Set<String> TAKEN =
      Set.of(
          "as",
          "break",
          "const",
          "continue",
          "else",
          "false",
          "for",
          "function",
          "if",
          "import",
          "in",
          "let",
          "loop",
          "package",
          "namespace",
          "null",
          "return",
          "true",
          "var",
          "void",
          "while",
          "event",
          "payload",
          "trigger",
          "run",
          "errors");

  private Texts() {}

  static boolean isIdentifier(String text) {
    if (text.isEmpty() || text.length() > MAX_IDENTIFIER_BYTES) {
      return false;
    }
    return text.codePoints().noneMatch(Texts::isForbidden)
        && text.getBytes(StandardCharsets.UTF_8).length <= MAX_IDENTIFIER_BYTES;
  }

  private static boolean isForbidden(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.CONTROL || type == Character.SURROGATE;
  }

  static boolean isNodeName(String text) {
    return CEL_IDENTIFIER.matcher(text).matches() && !TAKEN.contains(text);
  }
}
