package io.activitycore.internal;

/** Text for messages. */
public final class Texts {

  private static final int LONGEST = 80;

  private Texts() {}

  /**
   * One printable line of at most 80 characters, for a value of unknown origin in an error message.
   */
  public static String shorten(String text) {
    return line(text, LONGEST);
  }

  /** One printable line of at most so many characters before escaping. */
  public static String line(String text, int longest) {
    String cut = text.length() <= longest ? text : text.substring(0, longest - 3) + "...";
    StringBuilder line = new StringBuilder(cut.length());
    cut.codePoints()
        .forEach(
            c -> {
              if (Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE) {
                line.append(String.format("\\u%04x", c));
              } else {
                line.appendCodePoint(c);
              }
            });
    return line.toString();
  }
}
