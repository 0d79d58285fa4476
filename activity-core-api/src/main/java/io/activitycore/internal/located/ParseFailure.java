package io.activitycore.internal.located;

/** A text that cannot be read to its end. */
final class ParseFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final int line;

  ParseFailure(String code, int line, String message) {
    super(message);
    this.code = code;
    this.line = line;
  }

  String code() {
    return code;
  }

  int line() {
    return line;
  }
}
