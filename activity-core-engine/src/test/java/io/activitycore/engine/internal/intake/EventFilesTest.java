package io.activitycore.engine.internal.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.engine.internal.intake.EventFiles.Bad;
import io.activitycore.engine.internal.intake.EventFiles.Good;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventFilesTest {

  private static final RawMapping MAPPING = new RawMapping("t", "s");

  /** The results as {@code line=payload} or {@code line!reason}. */
  private static List<String> read(String content) {
    return read(content.getBytes(UTF_8));
  }

  private static List<String> read(byte[] content) {
    return EventFiles.read("f", content, MAPPING, Instant.EPOCH).stream()
        .map(
            result ->
                result instanceof Good good
                    ? good.line() + "=" + good.event().payload()
                    : result.line() + "!" + ((Bad) result).reason())
        .toList();
  }

  private static List<String> ids(String content) {
    return EventFiles.read("f", content.getBytes(UTF_8), MAPPING, Instant.EPOCH).stream()
        .map(result -> ((Good) result).event().eventId())
        .toList();
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
  }

  @Test
  void one_object_is_one_event_by_the_whole_file() throws Exception {
    String pretty = "\uFEFF\n{\n  \"a\": [\n    {}\n  ]\n}\n";
    assertThat(read(pretty)).containsExactly("2={\"a\":[{}]}");
    assertThat(ids(pretty)).containsExactly(sha256(pretty));
    assertThat(ids("{}\n")).containsExactly(sha256("{}\n"));
  }

  @Test
  void an_array_holds_events_by_their_own_bytes() throws Exception {
    String array = "\n[ {\"ü\": \"],\\\"\"},\n\n  {\"b\" : [1, 2]}\r\n, 3 , [4]]\n";
    assertThat(read(array))
        .containsExactly("2={\"ü\":\"],\\\"\"}", "4={\"b\":[1,2]}", "5=3", "5=[4]");
    assertThat(ids(array))
        .containsExactly(
            sha256("{\"ü\": \"],\\\"\"}"), sha256("{\"b\" : [1, 2]}"), sha256("3"), sha256("[4]"));
  }

  @Test
  void lines_hold_events_by_their_bytes_without_the_end() throws Exception {
    String lines = "{\"a\":1}\r\n\r\n  {\"b\":2} \n[{\"c\":3}, 4]\n\"x\"";
    assertThat(read(lines))
        .containsExactly("1={\"a\":1}", "3={\"b\":2}", "4={\"c\":3}", "4=4", "5=\"x\"");
    assertThat(ids(lines))
        .containsExactly(
            sha256("{\"a\":1}"),
            sha256("  {\"b\":2} "),
            sha256("{\"c\":3}"),
            sha256("4"),
            sha256("\"x\""));
  }

  @Test
  void a_broken_line_leaves_its_neighbours_good() {
    assertThat(
            read(
                """
                {"a":1}
                {"b":
                {"c":3}
                {"d":4} {}
                {"e":"}
                [1
                {"f":tru}
                {"g":7}
                """))
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("1={\"a\":1}"),
            line -> assertThat(line).startsWith("2!column 6: not JSON"),
            line -> assertThat(line).isEqualTo("3={\"c\":3}"),
            line -> assertThat(line).startsWith("4!column 9: more text"),
            line -> assertThat(line).startsWith("5!column"),
            line -> assertThat(line).startsWith("6!column"),
            line -> assertThat(line).startsWith("7!column"),
            line -> assertThat(line).isEqualTo("8={\"g\":7}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"a\":", "{\"a\":1,", "{\"a\":\"x}", "{\"a\":1}}", "nonsense here", "[1,[2"})
  void a_broken_first_line_leaves_its_neighbours_good(String first) {
    assertThat(read(first + "\n{\"b\":2}\n{\"c\":3}\n"))
        .hasSize(3)
        .endsWith("2={\"b\":2}", "3={\"c\":3}");
  }

  @Test
  void a_line_that_is_not_utf_8_leaves_its_neighbours_good() {
    byte[] lines = "{\"a\":1}\n{\"x\":1}\n{\"c\":3}".getBytes(UTF_8);
    lines[10] = (byte) 0xFF;
    assertThat(read(lines))
        .containsExactly(
            "1={\"a\":1}",
            "2!column 3: byte 2 (0xff) starts no valid UTF-8 sequence, expected JSON in UTF-8",
            "3={\"c\":3}");
  }

  @Test
  void two_broken_lines_that_close_each_other_leave_their_neighbours_good() {
    assertThat(read("{\"a\":[1}\n{\"b\":2}\n{\"c\":3]}\n{\"d\":4}"))
        .hasSize(4)
        .contains("2={\"b\":2}", "4={\"d\":4}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\n  \"a\": 1,\n  \"b\": oops\n}\n",
        "{\n\"a\": 1,\n\"b\": [\n{}\n],\n\"c\": \n}",
        "{\n  \"items\": [\n    {\"x\": 1}\n  ],\n  \"b\": }\n",
        "{\n  \"a\": 1,\n  \"b\": \"cut",
        "{\"a\": 1,\n \"b\": {\n  \"c\": 2\n }\n",
        "{\n  \"a\": 1\n}\n{\n  \"b\": 2\n}\n",
        "just some text\nof two lines\n"
      })
  void a_broken_object_is_one_fault(String content) {
    assertThat(read(content)).singleElement().asString().contains("!column");
  }

  @Test
  void a_fault_in_a_pretty_object_stands_in_its_line() {
    assertThat(read("{\n  \"a\": 1,\n  \"b\": oops\n}\n"))
        .singleElement()
        .asString()
        .startsWith("3!column ");
  }

  @Test
  void a_broken_element_leaves_its_neighbours_good() {
    assertThat(
            read(
                """
                [
                  {"a": 1},
                  {"b": "x},
                  {"c": tru},
                  {"a":1,
                   "a":2},
                  {"d": 4}
                ]
                """))
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("2={\"a\":1}"),
            line -> assertThat(line).startsWith("3!column 12: not JSON"),
            line -> assertThat(line).startsWith("4!column 9: not JSON"),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "6!column 9: /a: the key appears twice in its object, expected once"),
            line -> assertThat(line).isEqualTo("7={\"d\":4}"));
  }

  @Test
  void an_array_that_does_not_end_well_says_so() {
    assertThat(read("[{\"a\":1},\n {\"b\":2}\n"))
        .containsExactly("1={\"a\":1}", "2={\"b\":2}", "3!the array is not closed, expected ]");
    assertThat(read("[1,,2,] x"))
        .containsExactly(
            "1=1",
            "1!no value before this comma or bracket, expected an event",
            "1=2",
            "1!no value before this comma or bracket, expected an event",
            "1!more text after the array, expected its end");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n\r\n", "\uFEFF", "[]", "[ \n ]\n", "[]\n[]\n"})
  void a_file_without_an_event_is_bad(String content) {
    assertThat(read(content)).singleElement().asString().startsWith("1!").contains("no event");
  }

  @Test
  void what_is_no_text_is_one_fault() {
    assertThat(read(new byte[] {0x1F, (byte) 0x8B, 8, 0, '\n', 1}))
        .singleElement()
        .asString()
        .contains("gzip");
  }

  @Test
  void the_limit_holds_for_an_event_not_for_the_file() {
    String big = "{\"x\":\"" + "y".repeat(2_097_152 - 8) + "\"}";
    String array = "[" + big + ",\n" + big + ",\n" + big.replaceFirst("y", "yy") + "]";
    assertThat(EventFiles.read("f", array.getBytes(UTF_8), MAPPING, Instant.EPOCH))
        .satisfiesExactly(
            first -> assertThat(first).isInstanceOf(Good.class),
            second -> assertThat(second).isInstanceOf(Good.class),
            third ->
                assertThat(third)
                    .isEqualTo(
                        new Bad("f", 3, "the body has 2097153 bytes, expected at most 2097152")));
  }

  @Test
  void a_large_array_takes_linear_time() {
    String array = "[" + "{\"a\":1},\n".repeat(100_000) + "{}]";
    long start = System.nanoTime();
    assertThat(EventFiles.read("f", array.getBytes(UTF_8), MAPPING, Instant.EPOCH))
        .hasSize(100_001)
        .last()
        .satisfies(last -> assertThat(last.line()).isEqualTo(100_001));
    // Quadratic work would take minutes; the bound leaves room for any machine.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
  }

  @Test
  void without_a_mapping_other_json_is_bad_and_envelopes_are_good() {
    String lines = "{\"a\":1}\n" + EnvelopeBodies.FULL + "\n";
    assertThat(EventFiles.read("f", lines.getBytes(UTF_8), null, Instant.EPOCH))
        .satisfiesExactly(
            first -> assertThat(first).isInstanceOf(Bad.class),
            second -> assertThat(second).isInstanceOf(Good.class));
  }
}
