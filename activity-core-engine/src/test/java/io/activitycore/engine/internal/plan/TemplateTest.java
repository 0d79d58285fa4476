package io.activitycore.engine.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.activitycore.engine.internal.expression.CachedExpressions;
import io.activitycore.expression.ExpressionEngine;
import io.activitycore.expression.ExpressionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final ExpressionEngine ENGINE = CachedExpressions.find();

  private static final JsonNode PAYLOAD =
      json(
          """
          {"text": "hi", "int": 3, "double": 2.0, "yes": true, "none": null,
           "list": [1, "a"], "object": {"b": {"c": 1}}, "braces": "{{ payload.text }}"}
          """);

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static Template compile(JsonNode value) {
    return Template.compile(value, source -> ENGINE.compile(source, List.of("payload")));
  }

  private static JsonNode render(JsonNode value) {
    return compile(value).render(Map.of("payload", PAYLOAD));
  }

  private static JsonNode render(String text) {
    return render(TextNode.valueOf(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "int", "double", "yes", "none", "list", "object"})
  void a_string_that_is_one_template_keeps_the_type(String field) {
    assertThat(render("{{ payload." + field + " }}")).isEqualTo(PAYLOAD.get(field));
    assertThat(render("{{payload." + field + "}}")).isEqualTo(PAYLOAD.get(field));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "text | hi",
        "int | 3",
        "double | 2.0",
        "yes | true",
        "none | null",
        "list | [1,\"a\"]",
        "object | {\"b\":{\"c\":1}}"
      })
  void other_text_embeds_values(String field, String text) {
    assertThat(render("<{{ payload." + field + " }}>").asText()).isEqualTo("<" + text + ">");
  }

  @Test
  void space_around_a_template_is_text() {
    assertThat(render(" {{ payload.int }}")).isEqualTo(TextNode.valueOf(" 3"));
    assertThat(render("{{ payload.int }}{{ payload.int }}")).isEqualTo(TextNode.valueOf("33"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{{ {\"a\": {\"b\": 1}} }}                | {\"a\":{\"b\":1}}",
        "{{ {\"a\": {\"b\": 1}}}}                 | {\"a\":{\"b\":1}}",
        "{{{\"a\":1}}}                            | {\"a\":1}",
        "{{ {\"a\": 1}.a }}                       | 1",
        "{{ \"}}\" }}                             | \"}}\"",
        "{{ '}}' + '{{' }}                        | \"}}{{\"",
        "{{ \"a\\\"}}\" }}                        | \"a\\\"}}\"",
        "{{ \"\"\"a\"}}\"\"\" }}                  | \"a\\\"}}\"",
        "{{ '''it's }}''' }}                      | \"it's }}\"",
        "{{ size(b\"}}\") }}                      | 2",
        "{{ 1 // it's one }}                      | 1"
      })
  void the_end_is_found_past_literals_and_braces(String text, String value) {
    assertThat(render(text)).isEqualTo(json(value));
  }

  /** CEL's grammar allows them; the engine may not. */
  @ParameterizedTest
  @ValueSource(strings = {"r\"\\\"", "R'\\'", "br'''\\'''", "BR\"a\\\""})
  void a_backslash_escapes_nothing_in_a_raw_literal(String literal) {
    assertThat(TemplateScanner.parts("{{ " + literal + " }} \" }}"))
        .containsExactly(
            new TemplateScanner.Part(true, literal), new TemplateScanner.Part(false, " \" }}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${payload.text}", "{ payload.text }", "}} {", "$.payload", "{{'{{'}}", "#{1+1}", "<%= 1 %>"
      })
  void nothing_else_is_a_template(String text) {
    assertThat(render(text).asText()).isEqualTo(text.equals("{{'{{'}}") ? "{{" : text);
  }

  @Test
  void rendering_is_not_recursive() {
    assertThat(render("{{ payload.braces }}").asText()).isEqualTo("{{ payload.text }}");
    assertThat(render("a {{ payload.braces }}").asText()).isEqualTo("a {{ payload.text }}");
  }

  @Test
  void keys_are_left_alone_and_all_values_are_rendered() {
    assertThat(render(json("{\"{{ payload.text }}\": [\"{{ payload.int }}\", {\"a\": 1}]}")))
        .isEqualTo(json("{\"{{ payload.text }}\": [3, {\"a\": 1}]}"));
  }

  @Test
  void what_holds_no_template_is_constant() {
    assertThat(compile(json("{\"a\": [1, \"b\", null]}")).constant()).isTrue();
    assertThat(compile(json("{\"a\": [1, \"{{ 1 }}\"]}")).constant()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{{", "a {{ payload", "{{ \"}}", "{{ {\"a\": 1 }}", "{{ '''}}'' }}"})
  void a_template_without_end_does_not_compile(String text) {
    assertThatThrownBy(() -> render(text))
        .isInstanceOf(ExpressionException.class)
        .hasMessageContaining("has no end");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{{}}", "a {{  }}"})
  void an_empty_template_does_not_compile(String text) {
    assertThatThrownBy(() -> render(text))
        .isInstanceOf(ExpressionException.class)
        .hasMessageContaining("is empty");
  }

  @Test
  void errors_name_the_place() {
    assertThatThrownBy(() -> render(json("{\"a\": [1, \"x {{ payload.gone.x }}\"]}")))
        .isInstanceOf(ExpressionException.class)
        .hasMessageStartingWith("at /a/1: ")
        .hasMessageContaining("gone");
    assertThatThrownBy(() -> compile(json("{\"a/b\": \"{{ 1 + }}\"}")))
        .isInstanceOf(ExpressionException.class)
        .hasMessageStartingWith("at /a~1b: ");
  }

  @Test
  void text_that_grows_without_measure_is_an_error() {
    JsonNode big = JSON.createObjectNode().put("s", "x".repeat(1 << 20));
    Template template =
        Template.compile("{{ payload.s }}".repeat(5), s -> ENGINE.compile(s, List.of("payload")));

    assertThatThrownBy(() -> template.render(Map.of("payload", big)))
        .isInstanceOf(ExpressionException.class)
        .hasMessageContaining("longer than 4194304 characters");
  }

  @Test
  void every_expression_is_visited_with_its_place() {
    List<String> seen = new ArrayList<>();
    Template.visit(
        json("{\"a\": [\"{{ x }} and {{ y }}\"], \"b\": \"{{ z\", \"c\": 1}"),
        "/input",
        (pointer, source) -> seen.add(pointer + " " + source),
        (pointer, message) -> seen.add(pointer + " broken"));

    assertThat(seen).containsExactly("/input/a/0 x", "/input/a/0 y", "/input/b broken");
  }
}
