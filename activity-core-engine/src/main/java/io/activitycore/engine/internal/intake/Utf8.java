package io.activitycore.engine.internal.intake;

import io.activitycore.engine.internal.intake.UndecodableException.Code;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Is it UTF-8, strictly (no overlong forms, no encoded surrogates)? */
final class Utf8 {

  private static final char REPLACEMENT = '\uFFFD';

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGHEST = ONES << 7;
  private static final long BACKSLASHES = ONES * '\\';

  private Utf8() {}

  /** Where the text starts: after a byte-order mark, if there is one. */
  static int start(byte[] body) {
    return startsWith(body, 0xEF, 0xBB, 0xBF) ? 3 : 0;
  }

  /**
   * Whether it is text of ASCII without any backslash. May say no to one that begins with a space.
   */
  static boolean isPlain(byte[] body, int from) {
    if (from >= body.length || body[from] <= ' ') {
      return false;
    }
    int at = from;
    // Eight bytes at once; the highest bit of one stands for "not ASCII" or "a backslash". To leave
    // in the middle keeps the JIT from wide vectors, which slow down all that comes after them.
    for (; at <= body.length - Long.BYTES; at += Long.BYTES) {
      long eight = (long) LONGS.get(body, at);
      long other = eight ^ BACKSLASHES;
      if (((eight | ((other - ONES) & ~other)) & HIGHEST) != 0) {
        return false;
      }
    }
    for (; at < body.length; at++) {
      if (body[at] < 0 || body[at] == '\\') {
        return false;
      }
    }
    return true;
  }

  /**
   * The bytes as text.
   *
   * @throws UndecodableException {@code not_utf8}
   */
  static String decode(byte[] body, int from) {
    refuseOther(body);
    // The JDK's own conversion is intrinsic and marks what it cannot read; only a body with such a
    // mark (it may be genuine) pays for the strict decoder.
    String text = new String(body, from, body.length - from, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0) {
      refuseBroken(body, from);
    }
    return text;
  }

  /** Refuses by its first bytes what is another encoding or no text. */
  static void refuseOther(byte[] body) {
    if (startsWith(body, 0x1F, 0x8B)) {
      throw notUtf8("the body is compressed with gzip", Position.NONE);
    }
    if (startsWith(body, 0xFE, 0xFF) || startsWith(body, 0xFF, 0xFE)) {
      throw notUtf8("the body starts with the byte-order mark of UTF-16", Position.NONE);
    }
    // Also keeps Jackson from taking it for UTF-16 or UTF-32, which it tells by these four.
    int from = start(body);
    for (int i = from; i < Math.min(from + 4, body.length); i++) {
      if (body[i] == 0) {
        throw notUtf8("byte " + i + " is NUL, as in UTF-16, UTF-32 or binary data", Position.NONE);
      }
    }
  }

  private static void refuseBroken(byte[] body, int from) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(body, from, body.length - from);
    CoderResult result = decoder.decode(in, CharBuffer.allocate(body.length - from), true);
    if (result.isError()) {
      throw notUtf8(
          "byte %d (0x%02x) starts no valid UTF-8 sequence"
              .formatted(in.position(), body[in.position()]),
          Position.of(body, from, in.position()));
    }
  }

  private static UndecodableException notUtf8(String what, Position position) {
    return new UndecodableException(Code.NOT_UTF8, what + ", expected JSON in UTF-8", position);
  }

  private static boolean startsWith(byte[] body, int... bytes) {
    if (body.length < bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if ((body[i] & 0xFF) != bytes[i]) {
        return false;
      }
    }
    return true;
  }
}
