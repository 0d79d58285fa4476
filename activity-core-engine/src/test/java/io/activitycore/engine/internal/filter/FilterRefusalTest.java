package io.activitycore.engine.internal.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a filter is refused for: as event-ruler does, but for the few differences that {@link
 * FilterDifferenceTest} names.
 */
class FilterRefusalTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void damaged_filters_are_refused_exactly_when_event_ruler_refuses_them() {
    long seed = Long.getLong("filters.seed", 20261121L);
    int cases = Integer.getInteger("filters.cases", 20_000) / 2;
    int refused = 0;
    for (int i = 0; i < cases; i++) {
      refused += refused(seed + i) ? 1 : 0;
    }
    assertThat(refused)
        .as("refused, so that the cases are not all of one kind")
        .isBetween(cases / 3, cases * 19 / 20);
  }

  private static boolean refused(long seed) {
    ObjectNode filters =
        new BrokenFilters(seed).broken(new RandomFilters(new RandomValues(seed)).pattern());
    FilterException problem = problem(filters);
    boolean expected;
    try {
      Ruler.check(BrokenFilters.expanded(filters));
      expected = false;
    } catch (AssertionError e) {
      return false; // event-ruler confused by wildcards it takes
    } catch (Exception e) {
      expected = true;
    }
    assertThat(problem != null)
        .as(() -> "seed " + seed + ", filters " + filters + ", problem " + problem)
        .isEqualTo(expected);
    if (problem != null) {
      assertThat(filters.at(problem.pointer()).isMissingNode())
          .as(() -> "seed " + seed + ", " + problem + " in " + filters)
          .isFalse();
      assertThat(problem.problem()).doesNotContain("\n").isNotBlank();
    }
    return expected;
  }

  private static @Nullable FilterException problem(JsonNode filters) {
    try {
      Filter.compile(filters);
      return null;
    } catch (FilterException e) {
      return e;
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1]                                        | ``                       | object of field"
            + " names",
        "{}                                         | ``                       | at least one",
        "{'a': {}}                                  | /a                       | at least one"
            + " field",
        "{'a': []}                                  | /a                       | at least one"
            + " value",
        "{'a': [[1]]}                               | /a/0                     | this is an array",
        "{'a/b': [{'regex': 'x'}]}                  | /a~1b/0/regex            | unknown operator;"
            + " expected prefix",
        "{'a': [1, {'prefix': 'x', 'suffix': 'y'}]} | /a/1                     | exactly one"
            + " operator",
        "{'a': [{'prefix': 1}]}                     | /a/0/prefix              | expected a string,"
            + " but this is a number",
        "{'a': [{'prefix': {'suffix': 'x'}}]}       | /a/0/prefix/suffix       |"
            + " equals-ignore-case",
        "{'a': [{'wildcard': 'a**'}]}               | /a/0/wildcard            | two * in a row",
        "{'a': [{'wildcard': 'a?\\\\n'}]}           | /a/0/wildcard            | backslash",
        "{'a': [{'cidr': '10.0.0.0'}]}              | /a/0/cidr                | address/bits",
        "{'a': [{'cidr': '10.0.0.0/32'}]}           | /a/0/cidr                | 0 to 31",
        "{'a': [{'cidr': 'host/8'}]}                | /a/0/cidr                | not an IPv4 or"
            + " IPv6 address",
        "{'a': [{'numeric': ['>', '1']}]}           | /a/0/numeric/1           | expected a number",
        "{'a': [{'numeric': ['!=', 1]}]}            | /a/0/numeric/0           | a lower and then"
            + " an upper bound",
        "{'a': [{'numeric': ['<', 5, '>', 1]}]}     | /a/0/numeric             | a lower and then"
            + " an upper bound",
        "{'a': [{'numeric': ['>', 5, '<', 1]}]}     | /a/0/numeric             | less than",
        "{'a': [{'numeric': ['>', 12345678901234567]}]} | /a/0/numeric/1       | double precision",
        "{'a': [{'anything-but': []}]}              | /a/0/anything-but        | excludes nothing",
        "{'a': [{'anything-but': [1, 'a']}]}        | /a/0/anything-but/1      | not both",
        "{'a': [{'anything-but': {'prefix': ''}}]}  | /a/0/anything-but/prefix | excludes every"
            + " string",
        "{'a': [{'anything-but': null}]}            | /a/0/anything-but        | this is null",
        "{'a': [{'exists': 'no'}]}                  | /a/0/exists              | true or false",
        "{'$or': [{'a': 1}]}                        | /$or                     | at least two",
        "{'$or': [{'a': 1}, 2]}                     | /$or/1                   | must be an object",
        "{'$or': [{'a': 1}, {'prefix': 2}]}         | /$or/1/prefix            | operator's",
        "{'a': 1, '$or': [{'b': 1}, {'a': 2}]}      | /$or/1/a                 | already has a"
            + " pattern",
        "{'a.b': 1, 'a': {'b': 2}}                  | /a/b                     | already has a"
            + " pattern",
        "{'a..b': 1}                                | /a..b                    | must not be empty",
        "{'': 1}                                    | /                        | must not be empty",
        "{'a.$or': 1}                               | /a.$or                   | key of its own",
      })
  void refusals_say_where_and_what_was_expected(String filters, String pointer, String problem)
      throws JsonProcessingException {
    JsonNode json = JSON.readTree(filters.replace('\'', '"'));
    assertThatThrownBy(() -> Filter.compile(json))
        .isInstanceOfSatisfying(
            FilterException.class,
            e -> {
              assertThat(e.pointer()).isEqualTo(pointer);
              assertThat(e).hasMessageContaining(problem).hasMessageStartingWith(pointer);
            });
  }

  @Test
  void more_than_a_thousand_combinations_are_refused() {
    ObjectNode filters = JsonNodeFactory.instance.objectNode();
    for (int group = 0; group < 3; group++) {
      ObjectNode inner = filters.putObject("group" + group);
      for (int i = 0; i < 10; i++) {
        inner.withArray("$or").addObject().put("f" + i, 1);
      }
    }
    assertThat(problem(filters)).isNull();
    filters.withObject("group0").withArray("$or").addObject().put("g", 1);
    assertThat(problem(filters)).hasMessageContaining("1000 combinations");
  }

  @Test
  void more_than_256_fields_together_are_refused() {
    ObjectNode filters = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < 256; i++) {
      filters.put("f" + i, 1);
    }
    assertThat(problem(filters)).isNull();
    assertThat(problem(filters.put("one_more", 1))).hasMessageContaining("at most 256 fields");
  }

  @Test
  void numbers_that_only_yaml_knows_are_refused() {
    assertThat(problem(JsonNodeFactory.instance.objectNode().put("a", Double.NaN)))
        .hasMessageContaining("finite");
  }
}
