package io.activitycore.engine.internal.intake;

/** A place in a text, from 1; columns count characters. Line 0 means: not known. */
record Position(int line, int column) {

  static final Position NONE = new Position(0, 0);

  static final Position START = new Position(1, 1);

  /** Where the byte at {@code offset} stands, when {@code from} stands at the start. */
  static Position of(byte[] text, int from, int offset) {
    return START.advance(text, from, offset);
  }

  boolean isKnown() {
    return line > 0;
  }

  /** This, being the place of {@code from}, moved on to the byte at {@code to}. */
  Position advance(byte[] text, int from, int to) {
    int lines = line;
    int columns = column;
    for (int i = from; i < Math.min(to, text.length); i++) {
      if (text[i] == '\n') {
        lines++;
        columns = 1;
      } else if ((text[i] & 0xC0) != 0x80) {
        columns++;
      }
    }
    return new Position(lines, columns);
  }

  /** A position inside a part, as one in the whole, when this is where the part starts. */
  Position plus(Position inside) {
    if (!inside.isKnown()) {
      return this;
    }
    return new Position(
        line + inside.line - 1, inside.line == 1 ? column + inside.column - 1 : inside.column);
  }

  @Override
  public String toString() {
    return "line " + line + ", column " + column;
  }
}
