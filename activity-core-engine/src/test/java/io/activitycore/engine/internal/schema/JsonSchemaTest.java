package io.activitycore.engine.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonSchemaTest {

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  @Test
  void every_wrong_place_of_an_outcome_is_named_once() {
    JsonSchema form =
        JsonSchema.of(
            json(
                """
                {'type': 'object', 'required': ['approved'], 'additionalProperties': false,
                 'properties': {'approved': {'type': 'boolean'},
                   'a/b': {'type': 'array', 'items': {'type': 'integer', 'minimum': 0}}}}\
                """));

    assertThat(form.violations(json("{'approved': true, 'a/b': [1, 2.0]}"), "outcome")).isEmpty();
    assertThat(form.violations(json("{'approved': 1, 'a/b': [0, 'x', -1]}"), "outcome"))
        .extracting(violation -> violation.pointer() + " " + violation.message())
        .containsExactlyInAnyOrder(
            "/approved integer found, boolean expected",
            "/a~1b/1 string found, integer expected",
            "/a~1b/2 must have a minimum value of 0");
    assertThat(form.violations(json("{'more': 1}"), "outcome")).hasSize(1);
    assertThat(form.violations(json("null"), "outcome")).hasSize(1);
  }

  @Test
  void messages_are_english_wherever_the_host_runs() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(JsonSchema.of(json("{'type': 'boolean'}")).violations(json("1"), "outcome"))
          .extracting(violation -> violation.message())
          .containsExactly("integer found, boolean expected");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void forms_with_one_id_are_still_forms_of_their_own() {
    JsonNode text = json("{'$id': 'urn:form', 'type': 'string'}");
    JsonNode number = json("{'$id': 'urn:form', 'type': 'number'}");

    assertThat(JsonSchema.problems(text)).isEmpty();
    assertThat(JsonSchema.problems(number)).isEmpty();
    assertThat(JsonSchema.of(text).violations(json("'x'"), "outcome")).isEmpty();
    assertThat(JsonSchema.of(number).violations(json("5"), "outcome")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}
          {'type': ['object', 'null'], 'properties': {'d': {'format': 'date'}}}
          {'$schema': 'https://json-schema.org/draft/2020-12/schema', 'type': 'string'}
          {'$ref': '#/$defs/x', '$defs': {'x': {'properties': {'more': {'$ref': '#/$defs/x'}}}}}
          """)
  void a_schema_is_a_form(String form) {
    assertThat(JsonSchema.problems(json(form))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'type': 'strin'}                                 | /type       | enumeration
          {'properties': {'x': {'minimum': '1'}}}           | /properties/x/minimum | string found
          {'required': 'x'}                                 | /required   | array expected
          {'properties': {'x': {'pattern': '['}}}           | ``          | Unclosed character class
          {'$ref': '#/$defs/nope'}                          | ``          | cannot be resolved
          {'$ref': '#'}                                     | ``          | refers to itself
          {'$ref': 'https://example.com/form.json'}         | ``          | example.com
          {'$ref': 'file:///etc/passwd'}                    | ``          | passwd
          {'$schema': 'http://json-schema.org/draft-07/schema#'} | /$schema | must be https://json-schema.org/draft/2020-12/schema
          """)
  void what_is_no_schema_or_reaches_out_is_no_form(String form, String pointer, String reason) {
    assertThat(JsonSchema.problems(json(form)))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.pointer()).isEqualTo(pointer);
              assertThat(problem.message()).contains(reason);
            });
  }
}
