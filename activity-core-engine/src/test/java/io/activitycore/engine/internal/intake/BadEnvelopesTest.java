package io.activitycore.engine.internal.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BadEnvelopesTest {

  private static final EnvelopeDecoder DECODER = new EnvelopeDecoder(EnvelopeLimits.DEFAULT, null);

  @ParameterizedTest(name = "{0} is refused as {1}: {3}")
  @MethodSource({"bytes", "json", "natives", "cloudEvents"})
  void a_bad_body_is_refused_with_its_reason(String name, String code, byte[] body, String says) {
    UndecodableException refused = EnvelopeBodies.refusal(DECODER, body);

    assertThat(refused).as(name).isNotNull();
    assertThat(refused.code()).isEqualTo(code);
    assertThat(refused).hasMessageContaining(says);
    assertThat(refused.getMessage()).hasSizeLessThanOrEqualTo(500).matches("[^\\p{Cntrl}]+");
  }

  static Stream<Arguments> bytes() throws IOException {
    return Stream.of(
        bad("an empty body", "empty", "", "expected a JSON object"),
        bad("a blank body", "empty", " \r\n\t", "expected a JSON object"),
        bad("a mark and nothing", "empty", "\uFEFF", "expected a JSON object"),
        bad(
            "2 MiB and a byte",
            "too_large",
            EnvelopeBodies.ofSize(2_097_153),
            "2097153 bytes, expected at most 2097152"),
        bad("Latin-1", "not_utf8", "{\"ü\":1}", ISO_8859_1, "line 1, column 3: byte 2 (0xfc)"),
        bad("a cut sequence", "not_utf8", "{\"\u00e2\u0082", ISO_8859_1, "byte 2 (0xe2)"),
        bad("an overlong slash", "not_utf8", "\"\u00c0\u00af\"", ISO_8859_1, "byte 1 (0xc0)"),
        bad("a surrogate", "not_utf8", "\"\u00ed\u00a0\u0080\"", ISO_8859_1, "byte 1 (0xed)"),
        bad("UTF-16 with a mark", "not_utf8", "{}", UTF_16, "byte-order mark of UTF-16"),
        bad("UTF-16 little end", "not_utf8", "\uFEFF{}", UTF_16LE, "byte-order mark of UTF-16"),
        bad("UTF-16 without a mark", "not_utf8", "{}", UTF_16BE, "byte 0 is NUL"),
        bad("UTF-32", "not_utf8", "{}", Charset.forName("UTF-32"), "byte 0 is NUL"),
        arguments("gzip", "not_utf8", gzip(EnvelopeBodies.FULL), "compressed with gzip"));
  }

  static Stream<Arguments> json() {
    return Stream.of(
        bad("no JSON", "malformed", "hello world", "line 1"),
        bad("a cut object", "malformed", "{\n\"a\": 1,\n", "line 3, column 1"),
        bad("two values", "malformed", "{} {}", "line 1, column 4: more text"),
        bad("a comment", "malformed", "{/* */}", "line 1"),
        bad("a trailing comma", "malformed", "{\"a\":1,}", "line 1"),
        bad("NaN", "malformed", EnvelopeBodies.withPayload("NaN"), "line 1"),
        bad("a raw line feed in a text", "malformed", "{\"a\n\":1}", "line 1"),
        bad(
            "a duplicate key",
            "duplicate_key",
            EnvelopeBodies.withPayload("{\"a\":{\"b\":1,\"b\":{}}}"),
            "/payload/a/b: the key appears twice"),
        bad(
            "a duplicate event_id",
            "duplicate_key",
            "{\"event_id\":\"a\",\"event_id\":\"a\"}",
            "/event_id: the key appears twice"),
        bad(
            "1,001 levels",
            "too_deep",
            EnvelopeBodies.withPayload(EnvelopeBodies.nested(1_000)),
            "deeper than 1000 levels"),
        bad("a million levels", "too_deep", "[".repeat(1_000_000), "deeper than 1000 levels"),
        bad(
            "1,001 digits",
            "number_too_large",
            EnvelopeBodies.withPayload("9".repeat(1_001)),
            "more than 1000 characters"),
        bad(
            "1,001 digits behind a point",
            "number_too_large",
            EnvelopeBodies.withPayload("0." + "9".repeat(1_001)),
            "more than 1000 characters"),
        bad(
            "a number beyond a double",
            "number_too_large",
            EnvelopeBodies.withPayload("[1e999]"),
            "/payload/0: the number is beyond"),
        bad("an array", "unsupported", "[]", "an array that is no envelope"),
        bad("a text", "unsupported", "\"x\"", "a string that is no envelope"),
        bad("null", "unsupported", "null", "a null that is no envelope"),
        bad("another object", "unsupported", "{\"event_id\":\"x\"}", "specversion, id, source"));
  }

  static Stream<Arguments> natives() {
    String noNames = "{\"event_id\":\"e\",\"payload\":null}";
    return Stream.of(
        bad("no type, no time", "required", noNames, "/type, /source, /occurred_at, /payload: req"),
        bad("no id", "required", without("event_id"), "/event_id: required"),
        bad("no type", "required", without("type"), "/type: required"),
        bad("no source", "required", without("source"), "/source: required"),
        bad("no occurred_at", "required", without("occurred_at"), "/occurred_at: required"),
        bad("no payload", "required", without("payload"), "/payload: required"),
        bad("an empty id", "invalid", EnvelopeBodies.withId(""), "/event_id: must be 1 to"),
        bad("an empty type", "invalid", with("\"t\"", "\"\""), "/type: must be 1 to"),
        bad("an empty source", "invalid", with("\"s\"", "\"\""), "/source: must be 1 to"),
        bad("an empty time", "invalid", EnvelopeBodies.withTime(""), "/occurred_at: expected an"),
        bad("a number as id", "invalid", with("\"e\"", "7"), "/event_id: expected a string, got a"),
        bad("a line feed in an id", "invalid", EnvelopeBodies.withId("a\\nb"), "got a\\u000ab"),
        bad("a NUL in an id", "invalid", EnvelopeBodies.withId("\\u0000"), "/event_id: must be"),
        bad("half a pair in an id", "invalid", EnvelopeBodies.withId("\\ud83d"), "unpaired surr"),
        bad(
            "half a pair in a payload",
            "invalid",
            EnvelopeBodies.withPayload("{\"a/b\":[1,\"\\uDE00\"]}"),
            "/payload/a~1b/1: an unpaired surrogate"),
        bad(
            "half a pair in a key",
            "malformed",
            EnvelopeBodies.withPayload("{\"\\ud800\":1}"),
            "line 1"),
        bad("1,025 bytes of id", "invalid", EnvelopeBodies.withId("i".repeat(1_025)), "1,024"),
        bad("1,026 bytes in 513", "invalid", EnvelopeBodies.withId("é".repeat(513)), "1,024"),
        bad("a number as subject", "invalid", and("\"subject\":1"), "/subject: expected a string"),
        bad("a version of 1.5", "invalid", and("\"schema_version\":1.5"), "/schema_version: exp"),
        bad("year 10000", "invalid", EnvelopeBodies.withTime("10000-01-01T00:00:00Z"), "RFC 3339"),
        bad("year +10000", "invalid", EnvelopeBodies.withTime("+10000-01-01T00:00:00Z"), "RFC"));
  }

  static Stream<Arguments> cloudEvents() {
    return Stream.of(
        cloud("version 0.3", "unsupported", "{\"specversion\":\"0.3\"}", "/specversion: expected"),
        cloud("version as number", "required", "{\"specversion\":1.0}", "/id, /type, /source"),
        cloud("nothing else", "required", "{\"specversion\":\"1.0\"}", "/id, /type, /source"),
        cloud("an empty id", "invalid", ce("\"id\":\"1\"", "\"id\":\"\""), "/id: expected at"),
        cloud("an empty source", "invalid", ce("\"source\":\"s\"", "\"source\":\"\""), "/source: "),
        cloud(
            "a long id",
            "invalid",
            ce("\"id\":\"1\"", "\"id\":\"" + "1".repeat(1_023) + "\""),
            "/id (with the source: {source}#{id}): must be 1 to"),
        cloud("a control", "invalid", ce("\"id\":\"1\"", "\"id\":\"\\u001b\""), "s#\\u001b"),
        cloud("a bad time", "invalid", ce("\"data\":1", "\"time\":\"now\""), "/time: expected"),
        cloud("a name taken", "invalid", ce("\"data\"", "\"payload\""), "/payload: a name of"),
        cloud("both data", "invalid", ce("\"data\":1", "\"data\":1,\"data_base64\":\"\""), "both"),
        cloud("no base64", "invalid", ce("\"data\":1", "\"data_base64\":\"*\""), "not base64"),
        cloud("no text", "invalid", ce("\"data\":1", "\"data_base64\":1"), "expected a string"),
        cloud(
            "bad JSON in base64",
            "malformed",
            ce("\"data\":1", "\"data_base64\":\"ewo=\""),
            "/data_base64: line 2, column 1: not JSON"));
  }

  private static Arguments bad(String name, String code, String body, String says) {
    return bad(name, code, body, UTF_8, says);
  }

  private static Arguments bad(
      String name, String code, String body, Charset charset, String says) {
    return arguments(name, code, body.getBytes(charset), says);
  }

  private static Arguments cloud(String name, String code, String body, String says) {
    return bad("a CloudEvent with " + name, code, body, says);
  }

  private static String without(String name) {
    return EnvelopeBodies.withPayload("1").replace("\"" + name + "\"", "\"other\"");
  }

  private static String with(String text, String replacement) {
    return EnvelopeBodies.withPayload("1").replace(text, replacement);
  }

  private static String and(String property) {
    return EnvelopeBodies.withPayload("1," + property);
  }

  private static String ce(String text, String replacement) {
    return EnvelopeBodies.cloudEvent("\"data\":1").replace(text, replacement);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }
}
