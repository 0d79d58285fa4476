package io.activitycore.kafka;

import java.util.regex.Pattern;

/** What may stand in the names of topics and groups, and how other text becomes one line. */
final class Names {

  private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");
  private static final int MAX_LINE = 1_000;

  private Names() {}

  static void topic(String option, String value) {
    if (!TOPIC.matcher(value).matches()) {
      throw new IllegalArgumentException(
          ("Kafka options: " + option + " '" + line(value) + "': ")
              + "expected a topic name, 1 to 249 of a-z A-Z 0-9 . _ -");
    }
  }

  static void name(String option, String value) {
    if (value.isBlank() || !line(value).equals(value)) {
      throw new IllegalArgumentException(
          "Kafka options: " + option + " '" + line(value) + "': expected a name on one line");
    }
  }

  /** The text on one line, cut when very long; control characters become {@code \}{@code uXXXX}. */
  static String line(String text) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), MAX_LINE));
    for (int i = 0; i < text.length() && line.length() < MAX_LINE; i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
        line.append(String.format("\\u%04x", (int) c));
      } else {
        line.append(c);
      }
    }
    return line.toString();
  }
}
