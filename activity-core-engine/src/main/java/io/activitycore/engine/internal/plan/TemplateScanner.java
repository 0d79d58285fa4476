package io.activitycore.engine.internal.plan;

import io.activitycore.expression.ExpressionException;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits text at its templates, {@code {{ CEL }}}. It knows just enough of CEL to find a template's
 * end: string literals, comments and braces.
 */
final class TemplateScanner {

  private static final String OPEN = "{{";
  private static final String CLOSE = "}}";

  private final String text;

  private TemplateScanner(String text) {
    this.text = text;
  }

  /**
   * A piece of the text.
   *
   * @param code whether it stands between braces
   * @param text the expression without its braces, or literal text
   */
  record Part(boolean code, String text) {}

  /**
   * The pieces in order; none for empty text.
   *
   * @throws ExpressionException when a template has no end or is empty
   */
  static List<Part> parts(String text) {
    return new TemplateScanner(text).scan();
  }

  private List<Part> scan() {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    for (int open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, at)) {
      int start = open + OPEN.length();
      int end = end(start);
      if (end < 0) {
        throw problem(open, "has no end, expected }}");
      }
      String code = text.substring(start, end).strip();
      if (code.isEmpty()) {
        throw problem(open, "is empty, expected an expression");
      }
      if (open > at) {
        parts.add(new Part(false, text.substring(at, open)));
      }
      parts.add(new Part(true, code));
      at = end + CLOSE.length();
    }
    if (at < text.length()) {
      parts.add(new Part(false, text.substring(at)));
    }
    return parts;
  }

  private ExpressionException problem(int open, String what) {
    return new ExpressionException(text, "the template {{ at character " + open + " " + what, null);
  }

  /** Where the template's closing braces are, or -1. */
  private int end(int from) {
    int depth = 0;
    int at = from;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (depth == 0 && text.startsWith(CLOSE, at)) {
        return at;
      }
      if (c == '"' || c == '\'') {
        at = afterLiteral(from, at);
      } else if (text.startsWith("//", at)) {
        at = afterComment(at, depth);
      } else {
        depth += c == '{' ? 1 : c == '}' && depth > 0 ? -1 : 0;
        at++;
      }
    }
    return -1;
  }

  private int afterLiteral(int from, int at) {
    String quote = text.substring(at, at + 1);
    String delimiter = text.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
    boolean raw = isRaw(from, at);
    int next = at + delimiter.length();
    while (next < text.length()) {
      if (text.startsWith(delimiter, next)) {
        return next + delimiter.length();
      }
      next += !raw && text.charAt(next) == '\\' ? 2 : 1;
    }
    return text.length();
  }

  /** Whether the word before the quote is a prefix that switches escapes off. */
  private boolean isRaw(int from, int quote) {
    int start = quote;
    while (start > from && Character.isLetterOrDigit(text.charAt(start - 1))) {
      start--;
    }
    return switch (text.substring(start, quote)) {
      case "r", "R", "br", "bR", "Br", "BR" -> true;
      default -> false;
    };
  }

  /** A comment hides quotes and braces, but not the template's end. */
  private int afterComment(int from, int depth) {
    int at = from;
    while (at < text.length() && text.charAt(at) != '\n') {
      if (depth == 0 && text.startsWith(CLOSE, at)) {
        return at;
      }
      at++;
    }
    return at;
  }
}
