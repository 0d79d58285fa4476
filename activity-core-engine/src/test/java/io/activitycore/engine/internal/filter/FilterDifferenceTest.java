package io.activitycore.engine.internal.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where filters differ from event-ruler 2.1.0 on purpose, each with the reason. It is the whole
 * list, with these refusals: a field name with an empty step (event-ruler reads {@code {"": {a:
 * [1]}}} as {@code a} and never finds {@code {a: {"": [1]}}}), {@code $or} as a part of a dotted
 * name (a plain field to event-ruler, an operator to a reader), two patterns for one field
 * (event-ruler by default silently keeps the last), more than 1,000 combinations of alternatives (a
 * limit of EventBridge, not of the library), and {@code $or} in a form that event-ruler's older
 * compiler would take for a field.
 */
class FilterDifferenceTest {
  private static final ObjectMapper EXACT =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  @ParameterizedTest(name = "{0}: {1} on {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "numbers beyond double precision are equal by value | {'a': [12345678901234567]}          |"
            + " {'a': 12345678901234567.0} | true",
        "so are numbers out of a double's range             | {'a': [1e400]}                      |"
            + " {'a': 10e399}              | true",
        "no number is an address                            | {'a': [{'cidr': '52.0.0.0/8'}]}     |"
            + " {'a': 345}                 | false",
        "an IPv4 network holds no IPv6 address              | {'a': [{'cidr': '32.0.0.0/8'}]}     |"
            + " {'a': '2001:db8::1'}       | false",
        "an IPv6 network holds no IPv4 address              | {'a': [{'cidr': '2000::/8'}]}       |"
            + " {'a': '32.17.0.1'}         | false",
        "a quote is a character like others                 | {'a': [{'prefix': 'x\\u0022'}]}     |"
            + " {'a': 'x'}                 | false",
        "on both sides                                      | {'a': [{'suffix': '\\u0022x'}]}     |"
            + " {'a': 'x'}                 | false",
        "characters beyond the first plane are characters   | {'a': [{'equals-ignore-case': '😀'}]}"
            + " | {'a': '😀'}              | true",
        "they fold as well                                  | {'a': [{'equals-ignore-case': '𐐨'}]}"
            + " | {'a': '𐐀'}              | true",
        "a dotted name is found beside an array | {'a': {'b': [1], 'c': [1]}} | {'a': [{'b': 1,"
            + " 'c': 2}], 'a.c': 1} | true",
        "and are excluded                                   | {'a': [{'anything-but':"
            + " {'equals-ignore-case': '😀'}}]} | {'a': '😀'} | false",
      })
  void the_difference(String why, String filters, String payload, boolean matches)
      throws Exception {
    JsonNode pattern = EXACT.readTree(filters.replace('\'', '"'));
    String text = payload.replace('\'', '"');
    assertThat(Filter.compile(pattern).matches(EXACT.readTree(text))).as(why).isEqualTo(matches);
    assertThat(new Ruler(pattern).matches(text))
        .as("event-ruler; if it agrees, strike this line")
        .isEqualTo(!matches);
  }

  @ParameterizedTest(name = "{0} on {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a': ['é', {'numeric': ['>=', -0.1, '<', 3.0]}, 'ǅ']}                       | {'a': 'é'} "
            + "     | true",
        "{'a': ['1:2', {'numeric': ['<', 0]}, {'prefix': 'ǆ'}]}                       | {'a':"
            + " '1:2'}    | true",
        "{'a': [{'anything-but': {'wildcard': ['*', '1']}}, {'numeric': ['>', -2]}, {'suffix':"
            + " {'equals-ignore-case': 'ab'}}]} | {'a': 'abςb/a'} | false",
      })
  void alternatives_never_disturb_each_other_as_they_do_in_one_automaton(
      String filters, String payload, boolean matches) throws Exception {
    JsonNode pattern = EXACT.readTree(filters.replace('\'', '"'));
    JsonNode event = EXACT.readTree(payload.replace('\'', '"'));
    assertThat(Filter.compile(pattern).matches(event)).isEqualTo(matches);
  }
}
