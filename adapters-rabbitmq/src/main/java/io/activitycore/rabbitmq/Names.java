package io.activitycore.rabbitmq;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What may stand in names, routing keys and headers of AMQP, and how other text gets there. */
final class Names {

  /** Longest text that is put into a header as it is. */
  static final int MAX_HEADER = 1_000;

  /** Longest name, routing key or message id, in bytes of UTF-8. */
  private static final int MAX_SHORT = 255;

  private Names() {}

  static void required(String option, String value) {
    if (value.isBlank() || value.startsWith("amq.") || !fits(value)) {
      throw new IllegalArgumentException(
          "RabbitMQ options: "
              + option
              + " '"
              + line(value)
              + "': expected 1 to 255 bytes, not beginning with amq.");
    }
  }

  /** The text itself where a short string can hold it, else its hash. */
  static String shortText(String text) {
    return fits(text) ? text : "sha256-" + HexFormat.of().formatHex(sha256(bytes(text)));
  }

  private static boolean fits(String text) {
    return text.length() <= MAX_SHORT && bytes(text).length <= MAX_SHORT;
  }

  /** The text on one line, not too long; control characters become {@code \}{@code uXXXX}. */
  static String line(String text) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), MAX_HEADER));
    for (int i = 0; i < text.length() && line.length() < MAX_HEADER; i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c == 0x7f) {
        line.append(String.format("\\u%04x", (int) c));
      } else {
        line.append(c);
      }
    }
    return line.toString();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** One hash over all parts. */
  static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update((byte) (part.length >>> 24));
        digest.update((byte) (part.length >>> 16));
        digest.update((byte) (part.length >>> 8));
        digest.update((byte) part.length);
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
