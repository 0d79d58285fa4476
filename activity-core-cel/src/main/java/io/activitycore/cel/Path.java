package io.activitycore.cel;

import java.util.regex.Pattern;

/** Where a value was read from; put into words only when an error needs it. */
sealed interface Path {
  Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** As an expression would read it. */
  String text();

  /** The step below this path that the key or index names. */
  static String text(String parent, Object step) {
    if (step instanceof String key) {
      return IDENTIFIER.matcher(key).matches() ? parent + "." + key : parent + "[\"" + key + "\"]";
    }
    return parent + "[" + step + "]";
  }

  /** A top-level name. */
  record Root(String text) implements Path {}

  /** A member of an object (a string) or an element of an array (an index). */
  record Step(Path parent, Object step) implements Path {
    @Override
    public String text() {
      return Path.text(parent.text(), step);
    }
  }
}
