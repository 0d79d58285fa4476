package io.activitycore.internal.located;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.internal.located.LocatedParser.Format;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LocatedParserTest {

  private static Located parse(String text, Format format) {
    return LocatedParser.parse(text.getBytes(StandardCharsets.UTF_8), format);
  }

  private static JsonNode yaml(String text) {
    Located located = parse(text, Format.YAML);
    assertThat(located.findings()).isEmpty();
    return Objects.requireNonNull(located.tree());
  }

  private static String only(Located located) {
    assertThat(located.findings()).hasSize(1);
    Finding finding = located.findings().get(0);
    assertThat(finding.message()).doesNotContain("\n").hasSizeLessThan(300);
    return finding.line() + " " + finding.pointer() + " " + finding.code();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NO",
        "no",
        "on",
        "off",
        "yes",
        "Y",
        "2026-01-31",
        "2026-01-31T10:00:00Z",
        "12:30",
        "1:20:30",
        "1.2.3",
        "0xZZ",
        "1e",
        "--",
        ".",
        "+",
        "1_000_a",
        "nan",
        "inf",
        "tRuE",
        "0 9 * * MON-FRI",
        "a == \"b\""
      })
  void keeps_other_plain_scalars_as_strings(String text) {
    JsonNode value = yaml("k: " + text).get("k");
    assertThat(value.isTextual()).isTrue();
    assertThat(value.textValue()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "true, true",
    "True, true",
    "FALSE, false",
    "~, null",
    "null, null",
    "NULL, null",
    "'', null",
    "0, 0",
    "-7, -7",
    "10, 10",
    "3000000000, 3000000000",
    "1.50, 1.5",
    "2.0, 2.0",
    "1e3, 1000.0",
    "-0.0, 0.0",
    "123456789012345678901234567890, 123456789012345678901234567890",
    "0.1000000000000000000000010, 0.100000000000000000000001"
  })
  void reads_plain_scalars_as_json_does(String text, String json) {
    assertThat(yaml("k: " + text).get("k")).hasToString(json);
    if (text.matches("[-0-9.e]+")) {
      JsonNode tree = Objects.requireNonNull(parse("{\"k\": " + text + "}", Format.JSON).tree());
      assertThat(tree).isEqualTo(yaml("k: " + text));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "010", "-010", "08", "1_000", "0x1F", "0o17", "0b11", "+1", ".5", "5.", "+.5e3", "1.e5",
        ".inf", "-.INF", ".nan", "1_0.5"
      })
  void refuses_what_only_some_readers_take_for_a_number(String text) {
    Located located = parse("a: 1\nk: [" + text + "]", Format.YAML);
    assertThat(only(located)).isEqualTo("2 /k/0 number");
    assertThat(yaml("k: '" + text + "'").get("k").textValue()).isEqualTo(text);
  }

  @Test
  void takes_any_scalar_key_for_a_text() {
    assertThat(yaml("{on: 1, 010: 2, ~: 3, true: 4, '': 5}"))
        .hasToString("{\"on\":1,\"010\":2,\"~\":3,\"true\":4,\"\":5}");
  }

  @Test
  void keeps_quoted_and_block_scalars_as_strings() {
    assertThat(yaml("{a: '1', b: \"true\", c: ''}"))
        .hasToString("{\"a\":\"1\",\"b\":\"true\",\"c\":\"\"}");
    assertThat(yaml("a: |\n  12\nb: >-\n  null\n")).hasToString("{\"a\":\"12\\n\",\"b\":\"null\"}");
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("a: 1\nb: [1, 2\n", Format.YAML, "3 /b/2 syntax"),
        Arguments.of("a: 1\n\tb: 2\n", Format.YAML, "2  syntax"),
        Arguments.of("a: \"\u0001\"", Format.YAML, "1  syntax"),
        Arguments.of("{\n\"a\": 1,\n}", Format.JSON, "3  syntax"),
        Arguments.of("{\"a\": NaN}", Format.JSON, "1  syntax"),
        Arguments.of("{\"a\": 010}", Format.JSON, "1  syntax"),
        Arguments.of("{\"a\": 1", Format.JSON, "1  syntax"),
        Arguments.of("{}\n{}", Format.JSON, "2  syntax"),
        Arguments.of("{} x", Format.JSON, "1  syntax"),
        Arguments.of("", Format.JSON, "1  empty"),
        Arguments.of("", Format.YAML, "1  empty"),
        Arguments.of("# nothing\n", Format.YAML, "1  empty"),
        Arguments.of(" ", Format.UNKNOWN, "1  empty"),
        Arguments.of("a: 1\n---\nb: 2", Format.YAML, "2  documents"),
        Arguments.of("a: &x 1\nb: *x", Format.YAML, "1 /a alias"),
        Arguments.of("a: 1\nb: *x", Format.YAML, "2 /b alias"),
        Arguments.of("a:\n  <<: {b: 1}", Format.YAML, "2 /a alias"),
        Arguments.of("a: !!javax.script.ScriptEngineManager []", Format.YAML, "1 /a tag"),
        Arguments.of("a: !!str 1", Format.YAML, "1 /a tag"),
        Arguments.of("!x {a: 1}", Format.YAML, "1  tag"),
        Arguments.of("? [a]\n: 1", Format.YAML, "1  syntax"),
        Arguments.of("a: 1\nb: 2\na: 3", Format.YAML, "3 /a duplicate_key"),
        Arguments.of("{\"b\": [{\"x~\": 1,\n\"x~\": 1}]}", Format.JSON, "2 /b/0/x~0 duplicate_key"),
        Arguments.of("{\"a\": \"\\ud800\"}", Format.JSON, "1 /a encoding"),
        Arguments.of("{\"a\": " + "9".repeat(1_001) + "}", Format.JSON, "1 /a number"),
        Arguments.of("a: " + "9".repeat(1_001), Format.YAML, "1 /a number"),
        Arguments.of("{\"a\": 1e999}", Format.JSON, "1 /a number"),
        Arguments.of("{\"a\": 1e-999999999}", Format.JSON, "1 /a number"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refuses_with_one_finding(String text, Format format, String expected) {
    assertThat(only(parse(text, format))).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(
      value = Format.class,
      names = {"JSON", "YAML"})
  void reads_a_thousand_levels_and_refuses_one_more(Format format) {
    String deep = "[".repeat(1_000) + "]".repeat(1_000);
    assertThat(parse(deep, format).findings()).isEmpty();
    Located deeper = parse("[" + deep + "]", format);
    assertThat(only(deeper)).startsWith("1 /0/0/").endsWith(" depth");
    assertThat(deeper.tree()).isNull();
    assertThat(parse("[".repeat(1_000_000), format).findings()).hasSize(1);
    assertThat(parse("{\"a\":".repeat(300_000), format).findings()).hasSize(1);
  }

  @Test
  void refuses_deep_block_yaml() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 1_001; i++) {
      text.append("- ");
    }
    assertThat(only(parse(text.toString(), Format.YAML))).endsWith(" depth");
  }

  @Test
  void skips_a_byte_order_mark_and_refuses_other_encodings() {
    assertThat(parse("\uFEFFa: 1", Format.YAML).tree()).hasToString("{\"a\":1}");
    assertThat(parse("\uFEFF{\"a\": 1}", Format.UNKNOWN).tree()).hasToString("{\"a\":1}");
    for (var charset :
        new java.nio.charset.Charset[] {
          StandardCharsets.UTF_16, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE
        }) {
      Located located = LocatedParser.parse("{\"a\": 1}".getBytes(charset), Format.JSON);
      assertThat(only(located)).isEqualTo("1  encoding");
    }
    byte[] latin = "a: 1\nb: é".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(only(LocatedParser.parse(latin, Format.YAML))).isEqualTo("2  encoding");
    byte[] cut = {'a', ':', ' ', (byte) 0xC3};
    assertThat(only(LocatedParser.parse(cut, Format.YAML))).isEqualTo("1  encoding");
  }

  @Test
  void refuses_more_than_two_mebibytes() {
    byte[] largest = new byte[LocatedParser.MAX_BYTES];
    java.util.Arrays.fill(largest, (byte) ' ');
    largest[0] = '1';
    assertThat(LocatedParser.parse(largest, Format.JSON).tree()).hasToString("1");
    assertThat(only(LocatedParser.parse(new byte[largest.length + 1], Format.JSON)))
        .isEqualTo("1  size");
  }

  @Test
  void survives_wide_values_at_the_deepest_level() {
    String wide = "[".repeat(1_000) + "0" + ",0".repeat(1_000_000) + "]".repeat(1_000);
    assertThat(parse(wide, Format.JSON).findings()).isEmpty();
  }

  @Test
  void knows_the_line_of_each_value_and_of_what_is_not_there() {
    Located located = parse("a:\n  b:\n    - x\n    - c/d: 1\n      e: 2\n", Format.YAML);
    assertThat(located.lines().lineOf("/a")).isEqualTo(1);
    assertThat(located.lines().lineOf("/a/b")).isEqualTo(2);
    assertThat(located.lines().lineOf("/a/b/0")).isEqualTo(3);
    assertThat(located.lines().lineOf("/a/b/1/c~1d")).isEqualTo(4);
    assertThat(located.lines().lineOf("/a/b/1/e")).isEqualTo(5);
    assertThat(located.lines().lineOf("/a/b/1/f/g")).isEqualTo(4);
    assertThat(located.lines().lineOf("/a/b/7")).isEqualTo(2);
    assertThat(located.lines().lineOf("/x")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void never_throws_for_random_bytes(long seed) {
    Random random = new Random(seed);
    String alphabet = "{}[]:,\"'\n -&*!%@#|>?~<0123abc\\u\t\0é";
    for (int i = 0; i < 3_000; i++) {
      StringBuilder text = new StringBuilder();
      random
          .ints(1 + random.nextInt(30), 0, alphabet.length())
          .forEach(at -> text.append(alphabet.charAt(at)));
      for (Format format : Format.values()) {
        Located located = parse(text.toString(), format);
        assertThat(located.tree() == null && located.findings().isEmpty())
            .as("seed %d, text %s", seed, text)
            .isFalse();
      }
    }
  }
}
