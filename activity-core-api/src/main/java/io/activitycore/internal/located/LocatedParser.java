package io.activitycore.internal.located;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.internal.Numbers;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Reads one value with the lines of its parts. Pure; never throws for what the bytes hold. */
public final class LocatedParser {

  /** The largest file. */
  public static final int MAX_BYTES = 2 * 1024 * 1024;

  /** The deepest nesting. */
  public static final int MAX_DEPTH = 1_000;

  /** Findings of one text that are kept. */
  public static final int MAX_FINDINGS = 100;

  private LocatedParser() {}

  /** What a text is written in. */
  public enum Format {
    /** RFC 8259. */
    JSON,
    /** YAML. */
    YAML,
    /** JSON when the first character that is not white space is <code>{</code> or {@code [}. */
    UNKNOWN
  }

  /**
   * Reads one value.
   *
   * @param content UTF-8; a byte-order mark is skipped
   */
  public static Located parse(byte[] content, Format format) {
    TreeBuilder tree = new TreeBuilder();
    try {
      String text = decode(content);
      if (isJson(text, format)) {
        JsonText.read(text, tree);
      } else {
        YamlText.read(text, tree);
      }
      return tree.done();
    } catch (ParseFailure failure) {
      return tree.failed(failure);
    }
  }

  static JsonNode number(String text, int line) throws ParseFailure {
    try {
      return Numbers.parse(text);
    } catch (ArithmeticException e) {
      throw new ParseFailure("number", line, String.valueOf(e.getMessage()));
    }
  }

  private static boolean isJson(String text, Format format) {
    String start = text.stripLeading();
    return format == Format.JSON
        || (format == Format.UNKNOWN && (start.startsWith("{") || start.startsWith("[")));
  }

  private static String decode(byte[] content) throws ParseFailure {
    if (content.length > MAX_BYTES) {
      throw new ParseFailure("size", 1, "is larger than 2 MiB");
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(content);
    CharBuffer out = CharBuffer.allocate(content.length);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    int zero = text.indexOf('\0');
    if (zero >= 0 || result.isError()) {
      String read = zero >= 0 ? text.substring(0, zero) : text;
      int line = 1 + (int) read.chars().filter(c -> c == '\n').count();
      throw new ParseFailure(
          "encoding", line, "is not UTF-8" + (zero >= 0 ? " (a zero byte)" : ""));
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
