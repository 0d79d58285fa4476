package io.activitycore.engine.internal.intake;

import io.activitycore.ActivityCoreException;
import java.util.Locale;

/**
 * A body that is not an event and will not become one by another attempt. The message is one
 * printable line of at most 500 characters: where, what is wrong, what was expected.
 */
public final class UndecodableException extends ActivityCoreException {
  private static final long serialVersionUID = 1L;

  private static final int LONGEST = 500;

  /** Why; the constants' names in lower case are stable, they stand in dead letters. */
  enum Code {
    EMPTY,
    TOO_LARGE,
    NOT_UTF8,
    MALFORMED,
    DUPLICATE_KEY,
    TOO_DEEP,
    NUMBER_TOO_LARGE,
    REQUIRED,
    INVALID,
    UNSUPPORTED,
    SCHEMA,
    UNSIGNED,
    FORGED,
    REPLAYED,
    NOT_ALLOWED
  }

  private final Code code;
  private final String reason;
  private final int line;
  private final int column;

  UndecodableException(Code code, String reason) {
    this(code, reason, Position.NONE);
  }

  UndecodableException(Code code, String reason, Position position) {
    super(printable(position.isKnown() ? position + ": " + reason : reason), null);
    this.code = code;
    this.reason = printable(reason);
    this.line = position.line();
    this.column = position.column();
  }

  /** Why, in snake_case and stable, such as {@code duplicate_key}. */
  public String code() {
    return code.name().toLowerCase(Locale.ROOT);
  }

  /** The message without its position. */
  String reason() {
    return reason;
  }

  Position position() {
    return new Position(line, column);
  }

  /** The same, where the body was itself a value in something else. */
  UndecodableException inside(String where) {
    return new UndecodableException(code, where + ": " + getMessage());
  }

  boolean is(Code other) {
    return code == other;
  }

  private static String printable(String text) {
    String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST - 3) + "...";
    StringBuilder line = new StringBuilder(cut.length());
    cut.codePoints().forEach(c -> append(line, c));
    return line.length() <= LONGEST ? line.toString() : line.substring(0, LONGEST - 3) + "...";
  }

  private static void append(StringBuilder line, int c) {
    switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          line.append(String.format("\\u%04x", c));
      default -> line.appendCodePoint(c);
    }
  }
}
