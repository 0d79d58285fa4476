package io.activitycore.constraint;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The rules for names and ids, as plain functions. */
final class Texts {

  private static final int MAX_IDENTIFIER_BYTES = 1_024;

  private static final Pattern NODE_NAME = Pattern.compile(NodeName.PATTERN);

  private Texts() {}

  static boolean isIdentifier(String text) {
    if (text.isEmpty() || text.length() > MAX_IDENTIFIER_BYTES) {
      return false;
    }
    return isPrintableAscii(text) || isPrintableUnicode(text);
  }

  /** Most are: the general way costs ten times as much. */
  private static boolean isPrintableAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }

  private static boolean isPrintableUnicode(String text) {
    return text.codePoints().noneMatch(Texts::isForbidden)
        && text.getBytes(StandardCharsets.UTF_8).length <= MAX_IDENTIFIER_BYTES;
  }

  private static boolean isForbidden(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.CONTROL || type == Character.SURROGATE;
  }

  static boolean isNodeName(String text) {
    return NODE_NAME.matcher(text).matches();
  }
}
