package io.activitycore.engine.internal.filter;

import java.util.ArrayList;
import java.util.List;

/**
 * A text in which {@code *} stands for any run of characters; {@code \*} and {@code \\} stand for
 * themselves.
 */
final class Wildcard {
  private final List<String> pieces;

  private Wildcard(List<String> pieces) {
    this.pieces = pieces;
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException saying what was expected
   */
  static Wildcard of(String pattern) {
    List<String> pieces = new ArrayList<>();
    StringBuilder piece = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '*') {
        if (pattern.startsWith("*", i + 1)) {
          throw new IllegalArgumentException(
              "a wildcard must not have two * in a row, but has at " + i);
        }
        pieces.add(piece.toString());
        piece.setLength(0);
      } else if (c == '\\') {
        piece.append(escaped(pattern, ++i));
      } else {
        piece.append(c);
      }
    }
    pieces.add(piece.toString());
    return new Wildcard(List.copyOf(pieces));
  }

  private static char escaped(String pattern, int at) {
    char c = at < pattern.length() ? pattern.charAt(at) : 0;
    if (c != '*' && c != '\\') {
      throw new IllegalArgumentException(
          "a backslash in a wildcard must be followed by * or \\, but is not at " + at);
    }
    return c;
  }

  boolean matches(String value) {
    int last = pieces.size() - 1;
    String first = pieces.get(0);
    if (last == 0) {
      return value.equals(first);
    }
    int end = value.length() - pieces.get(last).length();
    if (!value.startsWith(first) || end < first.length() || !value.endsWith(pieces.get(last))) {
      return false;
    }
    int at = first.length();
    for (int i = 1; i < last; i++) {
      int found = value.indexOf(pieces.get(i), at);
      if (found < 0) {
        return false;
      }
      at = found + pieces.get(i).length();
    }
    return at <= end;
  }
}
