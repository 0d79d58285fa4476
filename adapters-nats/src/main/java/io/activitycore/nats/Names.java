package io.activitycore.nats;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What may stand in names, subjects and headers of NATS, and how other text gets there. */
final class Names {

  /** Longest text that is put into a header as it is. */
  static final int MAX_HEADER = 1_000;

  private static final int MAX_MESSAGE_ID = 200;

  private Names() {}

  static void name(String option, String value) {
    boolean legal =
        !value.isEmpty() && value.chars().allMatch(c -> isGraphic(c) && "*>.\\/".indexOf(c) < 0);
    check(legal, option, value, "printable ASCII without blanks and * > . \\ /");
  }

  static void literal(String option, String value) {
    boolean legal = tokensAreFilled(value) && value.chars().allMatch(c -> isGraphic(c) && c != '*');
    check(legal && value.indexOf('>') < 0, option, value, "a subject without wildcards");
  }

  static void pattern(String option, String value) {
    boolean legal = tokensAreFilled(value) && value.chars().allMatch(Names::isGraphic);
    int tail = value.indexOf('>');
    check(legal && (tail < 0 || tail == value.length() - 1), option, value, "a subject filter");
  }

  /** The subject of an event type: each character that a token cannot hold becomes {@code _}. */
  static String subject(String prefix, String type) {
    StringBuilder subject = new StringBuilder(prefix);
    for (String token : type.split("\\.", -1)) {
      subject.append('.').append(token.isEmpty() ? "_" : token(token));
    }
    return subject.toString();
  }

  private static String token(String text) {
    StringBuilder token = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> isGraphic(c) && c != '*' && c != '>' ? c : '_')
        .forEach(token::appendCodePoint);
    return token.toString();
  }

  /** Whether everything that {@code subject} matches is matched by {@code pattern}. */
  static boolean covers(String pattern, String subject) {
    String[] wide = pattern.split("\\.", -1);
    String[] narrow = subject.split("\\.", -1);
    for (int i = 0; i < wide.length; i++) {
      if (i >= narrow.length) {
        return false;
      }
      if (wide[i].equals(">")) {
        return true;
      }
      if (narrow[i].equals(">") || !(wide[i].equals("*") || wide[i].equals(narrow[i]))) {
        return false;
      }
    }
    return wide.length == narrow.length;
  }

  /** The text on one line of printable ASCII; anything else becomes {@code \}{@code uXXXX}. */
  static String header(String text) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), MAX_HEADER));
    for (int i = 0; i < text.length() && line.length() < MAX_HEADER; i++) {
      char c = text.charAt(i);
      if (c >= 0x20 && c <= 0x7e) {
        line.append(c);
      } else {
        line.append(String.format("\\u%04x", (int) c));
      }
    }
    return line.toString();
  }

  /** The id itself where a header can hold it, else its hash. */
  static String messageId(String id) {
    boolean fits = id.length() <= MAX_MESSAGE_ID && id.chars().allMatch(Names::isGraphic);
    return fits ? id : "sha256-" + sha256(id);
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static boolean isGraphic(int c) {
    return c > 0x20 && c < 0x7f;
  }

  private static boolean tokensAreFilled(String subject) {
    for (String token : subject.split("\\.", -1)) {
      if (token.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private static void check(boolean legal, String option, String value, String expected) {
    if (!legal) {
      throw new IllegalArgumentException(
          "NATS options: " + option + " '" + header(value) + "': expected " + expected);
    }
  }
}
