package io.activitycore.cli;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One line of columns, separated by tabs. */
final class Columns {

  private Columns() {}

  /** What comes from outside must not move a terminal's cursor: control characters are blanks. */
  static String of(String... columns) {
    return Stream.of(columns).map(Columns::onOneLine).collect(Collectors.joining("\t"));
  }

  private static String onOneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints().forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
    return line.toString();
  }
}
