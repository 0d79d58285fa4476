package io.activitycore.engine.internal.filter;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that share the first bits of one address; with all bits, that address alone.
 * Families never mix.
 */
final class IpRange {
  private static final int V4_TEXT_LIMIT = 15;
  private static final int GROUPS = 8;

  private final byte[] base;
  private final int bits;

  private IpRange(byte[] base, int bits) {
    this.base = base;
    this.bits = bits;
  }

  /** The range that holds just this address, or null when the text is not an address. */
  static @Nullable IpRange ofAddress(String text) {
    byte[] address = parse(text);
    return address == null ? null : new IpRange(address, address.length * Byte.SIZE);
  }

  /**
   * Reads {@code address/bits}.
   *
   * @throws IllegalArgumentException saying what was expected
   */
  static IpRange ofCidr(String text) {
    String[] parts = text.split("/", 0);
    if (parts.length != 2) {
      throw new IllegalArgumentException(
          "expected address/bits, such as 10.0.0.0/8, but was \"" + text + '"');
    }
    byte[] address = parse(parts[0]);
    if (address == null) {
      throw new IllegalArgumentException("\"" + parts[0] + "\" is not an IPv4 or IPv6 address");
    }
    int most = address.length * Byte.SIZE - 1;
    int bits = bits(parts[1]);
    if (bits < 0 || bits > most) {
      throw new IllegalArgumentException(
          "bits after / must be 0 to " + most + " here, but was \"" + parts[1] + '"');
    }
    return new IpRange(address, bits);
  }

  private static int bits(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  boolean contains(String text) {
    byte[] address = parse(text);
    if (address == null || address.length != base.length) {
      return false;
    }
    int whole = bits / Byte.SIZE;
    if (!Arrays.equals(address, 0, whole, base, 0, whole)) {
      return false;
    }
    int rest = bits % Byte.SIZE;
    return rest == 0 || ((address[whole] ^ base[whole]) & (0xFF << (Byte.SIZE - rest)) & 0xFF) == 0;
  }

  /** Literals only: the JDK's own parser would ask the DNS about what it cannot read. */
  private static byte @Nullable [] parse(String text) {
    if (text.indexOf(':') >= 0) {
      return parseV6(text);
    }
    return text.indexOf('.') >= 0 ? parseV4(text) : null;
  }

  private static byte @Nullable [] parseV4(String text) {
    if (text.length() > V4_TEXT_LIMIT) {
      return null;
    }
    byte[] address = new byte[4];
    int part = 0;
    int value = -1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' && value >= 0 && part < 3) {
        address[part++] = (byte) value;
        value = -1;
      } else if (c >= '0' && c <= '9') {
        value = Math.max(value, 0) * 10 + (c - '0');
        if (value > 0xFF) {
          return null;
        }
      } else {
        return null;
      }
    }
    if (part != 3 || value < 0) {
      return null;
    }
    address[part] = (byte) value;
    return address;
  }

  private static byte @Nullable [] parseV6(String text) {
    int gap = text.indexOf("::");
    int[] groups = new int[GROUPS];
    if (gap < 0) {
      return groups(text, groups) == GROUPS ? bytes(groups, GROUPS, groups, 0) : null;
    }
    int[] tail = new int[GROUPS];
    int before = gap == 0 ? 0 : groups(text.substring(0, gap), groups);
    int after = gap + 2 == text.length() ? 0 : groups(text.substring(gap + 2), tail);
    return before < 0 || after < 0 || before + after >= GROUPS
        ? null
        : bytes(groups, before, tail, after);
  }

  /** Reads groups separated by single colons; answers how many, or -1. */
  private static int groups(String text, int[] into) {
    int count = 0;
    int value = -1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (c == ':' && value >= 0 && count < GROUPS) {
        into[count++] = value;
        value = -1;
      } else if (digit >= 0) {
        value = Math.max(value, 0) * 16 + digit;
        if (value > 0xFFFF) {
          return -1;
        }
      } else {
        return -1;
      }
    }
    if (value < 0 || count == GROUPS) {
      return -1;
    }
    into[count] = value;
    return count + 1;
  }

  private static byte[] bytes(int[] head, int before, int[] tail, int after) {
    byte[] address = new byte[GROUPS * 2];
    for (int i = 0; i < before; i++) {
      put(address, i, head[i]);
    }
    for (int i = 0; i < after; i++) {
      put(address, GROUPS - after + i, tail[i]);
    }
    return isMappedV4(address) ? Arrays.copyOfRange(address, 12, 16) : address;
  }

  private static void put(byte[] address, int group, int value) {
    address[2 * group] = (byte) (value >> Byte.SIZE);
    address[2 * group + 1] = (byte) value;
  }

  private static boolean isMappedV4(byte[] address) {
    for (int i = 0; i < 10; i++) {
      if (address[i] != 0) {
        return false;
      }
    }
    return address[10] == -1 && address[11] == -1;
  }

  @Override
  public String toString() {
    return Arrays.toString(base) + '/' + bits;
  }
}
