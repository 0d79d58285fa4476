package io.activitycore.engine.internal.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a filter says of itself: why a payload does not pass, and by which values an index can find
 * it.
 */
class FilterExplainTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest(name = "{0} on {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "{'country': 'DE'}                     | {'country': 'FR'}                       | country "
            + "        | ['DE']         | 'FR'",
        "{'order': {'country': 'DE'}}          | {}                                      |"
            + " order.country   | ['DE']         | -",
        "{'order.country': ['DE', 'AT']}       | {'order': {'country': null}}            |"
            + " order.country   | ['DE','AT']    | null",
        "{'b': 1, 'a': 1}                      | {'a': 2, 'b': 2}                        | a       "
            + "        | [1]            | 2",
        "{'i': {'a': 1, 'b': 2}}               | {'i': [{'a': 1}, {'b': 2}]}             | i.b     "
            + "        | [2]            | 2",
        "{'i.a': 1}                            | {'i': [{'a': 2}, {'a': 3}]}             | i.a     "
            + "        | [1]            | [2,3]",
        "{'tags': 'x'}                         | {'tags': ['a', 'b']}                    | tags    "
            + "        | ['x']          | ['a','b']",
        "{'a': [{'exists': true}]}             | {'a': {}}                               | a       "
            + "        | [{'exists':true}] | {}",
        "{'z': 1, '$or': [{'a': 1}, {'b': 1}]} | {'z': 2}                                | z       "
            + "        | [1]            | 2",
        "{'z': 1, '$or': [{'a': 1}, {'b': 1}]} | {'z': 1}                                | $or     "
            + "        | [{'a':1},{'b':1}] | -",
        "{'o': {'$or': [{'a': 1}, {'b': 1}]}, '$or': [{'c': 1}, {'d': 1}]} | {'d': 1}    | o.$or   "
            + "        | [{'a':1},{'b':1}] | -",
      })
  void a_mismatch_names_the_first_field_that_cannot_hold(
      String filters, String payload, String path, String expected, String actual)
      throws Exception {
    Filter.Mismatch mismatch = Filter.compile(json(filters)).explain(json(payload)).orElseThrow();
    assertThat(mismatch.path()).isEqualTo(path);
    assertThat(mismatch.expected()).isEqualTo(json(expected));
    assertThat(mismatch.actual()).isEqualTo(actual == null ? null : json(actual));
  }

  @Test
  void equalities_are_the_fields_with_only_exact_values_outside_of_or() throws Exception {
    Filter filter =
        Filter.compile(
            json(
                "{'a': 'x', 'b.c': [1, 1.0, 'y', null, true], 'd': [1, {'exists': false}], 'e':"
                    + " [{'prefix': 'x'}], 'f': '10.0.0.1', 'g': [{'exactly': 'z'}], '$or': [{'h':"
                    + " 1}, {'i': 2}]}"));
    assertThat(filter.equalities().keySet()).containsExactly("a", "b.c", "g");
    assertThat(filter.equalities().get("b.c"))
        .hasSize(4)
        .containsAll(keys("{'b': {'c': [1e0, 'y', null, true]}}", "b.c"));
  }

  @Test
  void keys_are_found_through_arrays_and_are_equal_for_equal_values() throws Exception {
    assertThat(keys("{'a': [{'b': [1, [2]]}, {'b': 'x'}, {'c': 1}], 'a.b': null}", "a.b"))
        .isEqualTo(keys("{'a.b': [1.0, 2e0, 'x', null]}", "a.b"))
        .hasSize(4);
    assertThat(keys("{'a': 1}", "a")).isNotEqualTo(keys("{'a': '1'}", "a"));
    assertThat(keys("{'a': {'b': 1}}", "a")).isEmpty();
  }

  private static List<JsonNode> keys(String payload, String path) throws Exception {
    List<JsonNode> keys = new ArrayList<>();
    new LeafKeys(path).of(json(payload), keys::add);
    return keys;
  }

  private static JsonNode json(String text) throws Exception {
    return JSON.readTree(text.replace('\'', '"'));
  }
}
