package io.activitycore.event;

import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;

/** Percent-encoding of UTF-8. */
final class PercentCode {

  private static final String HEX = "0123456789ABCDEF";

  private PercentCode() {}

  /**
   * Encodes.
   *
   * @param plain which ASCII characters stay; no other character does
   */
  static String encode(String value, IntPredicate plain) {
    if (value.chars().allMatch(c -> c < 0x80 && plain.test(c))) {
      return value;
    }
    StringBuilder encoded = new StringBuilder(value.length() + 16);
    for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
      if (octet >= 0 && plain.test(octet)) {
        encoded.append((char) octet);
      } else {
        encoded.append('%').append(HEX.charAt((octet >> 4) & 15)).append(HEX.charAt(octet & 15));
      }
    }
    return encoded.toString();
  }
}
