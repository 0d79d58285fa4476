package io.activitycore.engine.internal.intake;

/**
 * Finds where JSON values end by brackets and quotes alone, so that the neighbours of a broken
 * value can still be found. It never says that a value is valid. Offsets are bytes; all work is
 * linear.
 */
final class JsonText {

  private final byte[] text;

  JsonText(byte[] text) {
    this.text = text;
  }

  int length() {
    return text.length;
  }

  /** The byte at an offset; -1 at the end. */
  int at(int offset) {
    return offset < text.length ? text[offset] : -1;
  }

  /** The first byte from {@code from} that is no white space of JSON; {@code to} without one. */
  int skipBlank(int from, int to) {
    int i = from;
    while (i < to && isBlank(text[i])) {
      i++;
    }
    return i;
  }

  /** The end of what starts at {@code from}, less the white space before {@code to}. */
  int trimEnd(int from, int to) {
    int i = to;
    while (i > from && isBlank(text[i - 1])) {
      i--;
    }
    return i;
  }

  /** The next line feed, or the end. */
  int lineEnd(int from) {
    int i = from;
    while (i < text.length && text[i] != '\n') {
      i++;
    }
    return i;
  }

  /** Whether one value, white space around it, and nothing else stands here. */
  boolean isOneValue(int from, int to) {
    int start = skipBlank(from, to);
    int end = start == to ? -1 : valueEnd(start, to);
    return end >= 0 && skipBlank(end, to) == to;
  }

  private int valueEnd(int from, int to) {
    if (text[from] == '"') {
      int quote = stringEnd(from, to);
      return isQuote(quote, to) ? quote + 1 : -1;
    }
    return text[from] == '{' || text[from] == '[' ? nestEnd(from, to) : wordEnd(from, to);
  }

  private int wordEnd(int from, int to) {
    int i = from;
    while (i < to && !isBlank(text[i])) {
      i++;
    }
    return i;
  }

  private int nestEnd(int from, int to) {
    int depth = 0;
    for (int i = from; i < to; i++) {
      if (text[i] == '"') {
        i = stringEnd(i, to);
        if (!isQuote(i, to)) {
          return -1;
        }
      }
      depth += nesting(text[i]);
      if (depth == 0) {
        return i + 1;
      }
    }
    return -1;
  }

  /**
   * The comma or closing bracket after the array element that starts here; {@code to} if none. A
   * quote that opens a string without an end is no quote: the bracket behind it may be meant.
   */
  int elementEnd(int from, int to) {
    int depth = 0;
    int plainUntil = from;
    for (int i = from; i < to; i++) {
      byte b = text[i];
      if (b == '"' && i >= plainUntil) {
        int end = stringEnd(i, to);
        if (isQuote(end, to)) {
          i = end;
        } else {
          plainUntil = end;
        }
      } else if (depth == 0 && (b == ',' || b == ']')) {
        return i;
      } else {
        depth = Math.max(0, depth + nesting(b));
      }
    }
    return to;
  }

  private boolean isQuote(int at, int to) {
    return at < to && text[at] == '"';
  }

  private static int nesting(byte b) {
    return switch (b) {
      case '{', '[' -> 1;
      case '}', ']' -> -1;
      default -> 0;
    };
  }

  /** The closing quote; a string that has none ends with its line, as none may cross it. */
  private int stringEnd(int from, int to) {
    for (int i = from + 1; i < to; i++) {
      if (text[i] == '"' || text[i] == '\n') {
        return i;
      }
      if (text[i] == '\\' && i + 1 < to && text[i + 1] != '\n') {
        i++;
      }
    }
    return to;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '\r';
  }
}
