package io.activitycore.engine.internal.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What filters mean, case by case; each case is event-ruler's answer too. */
class FilterTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest(name = "{0} on {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'state': ['running']}                          | {'state': 'running'}                  |"
            + " true",
        "{'state': ['running', 'stopped']}               | {'state': 'stopped'}                  |"
            + " true",
        "{'state': 'running'}                            | {'state': 'Running'}                  |"
            + " false",
        "{'state': ''}                                   | {'state': ''}                         |"
            + " true",
        "{'state': null}                                 | {'state': null}                       |"
            + " true",
        "{'state': null}                                 | {}                                    |"
            + " false",
        "{'state': null}                                 | {'state': 'null'}                     |"
            + " false",
        "{'on': true}                                    | {'on': true}                          |"
            + " true",
        "{'on': true}                                    | {'on': 'true'}                        |"
            + " false",
        "{'n': 1}                                        | {'n': 1.0}                            |"
            + " true",
        "{'n': [1e0]}                                    | {'n': 1}                              |"
            + " true",
        "{'n': 0}                                        | {'n': -0.0}                           |"
            + " true",
        "{'n': 1}                                        | {'n': '1'}                            |"
            + " false",
        "{'n': '1'}                                      | {'n': 1}                              |"
            + " false",
        "{'n': 9007199254740993}                         | {'n': 9007199254740992}               |"
            + " false",
        "{'detail': {'state': 'running'}}                | {'detail': {'state': 'running'}}      |"
            + " true",
        "{'detail.state': 'running'}                     | {'detail': {'state': 'running'}}      |"
            + " true",
        "{'detail': {'state': 'running'}}                | {'detail.state': 'running'}           |"
            + " true",
        "{'tags': ['a', 'b']}                            | {'tags': ['x', 'b']}                  |"
            + " true",
        "{'tags': 'a'}                                   | {'tags': []}                          |"
            + " false",
        "{'tags': 'a'}                                   | {'tags': [[['a']]]}                   |"
            + " true",
        "{'x': [{'prefix': 'eu-'}]}                      | {'x': 'eu-west'}                      |"
            + " true",
        "{'x': [{'prefix': ''}]}                         | {'x': 5}                              |"
            + " false",
        "{'x': [{'suffix': '.png'}]}                     | {'x': 'a.png'}                        |"
            + " true",
        "{'x': [{'prefix': {'equals-ignore-case': 'EU'}}]} | {'x': 'eu-west'}                    |"
            + " true",
        "{'x': [{'suffix': {'equals-ignore-case': '.PNG'}}]} | {'x': 'a.pNg'}                    |"
            + " true",
        "{'x': [{'equals-ignore-case': 'alice'}]}        | {'x': 'ALICE'}                        |"
            + " true",
        "{'x': [{'equals-ignore-case': 'straße'}]}       | {'x': 'STRASSE'}                      |"
            + " true",
        "{'x': [{'equals-ignore-case': 'strasse'}]}      | {'x': 'straße'}                       |"
            + " false",
        "{'x': [{'equals-ignore-case': 'i'}]}            | {'x': 'ı'}                            |"
            + " false",
        "{'x': [{'equals-ignore-case': 'ı'}]}            | {'x': 'I'}                            |"
            + " true",
        "{'x': [{'equals-ignore-case': 'ſ'}]}            | {'x': 'S'}                            |"
            + " true",
        "{'x': [{'equals-ignore-case': 'ſ'}]}            | {'x': 's'}                            |"
            + " false",
        "{'x': [{'equals-ignore-case': '\\u212a'}]}      | {'x': 'k'}                            |"
            + " true",
        "{'x': [{'equals-ignore-case': '\\u212a'}]}      | {'x': 'K'}                            |"
            + " false",
        "{'x': [{'numeric': ['>', 0, '<=', 5]}]}         | {'x': 5}                              |"
            + " true",
        "{'x': [{'numeric': ['>', 0, '<=', 5]}]}         | {'x': 0}                              |"
            + " false",
        "{'x': [{'numeric': ['<', 10]}]}                 | {'x': 9.99}                           |"
            + " true",
        "{'x': [{'numeric': ['=', 301.8]}]}              | {'x': 3.018e2}                        |"
            + " true",
        "{'x': [{'numeric': ['>', 0]}]}                  | {'x': '1'}                            |"
            + " false",
        "{'x': [{'numeric': ['>', 0]}]}                  | {'x': 12345678901234567}              |"
            + " false",
        "{'x': [{'anything-but': 'init'}]}               | {'x': 'run'}                          |"
            + " true",
        "{'x': [{'anything-but': ['init', 'run']}]}      | {'x': 'run'}                          |"
            + " false",
        "{'x': [{'anything-but': [100, 200]}]}           | {'x': 1e2}                            |"
            + " false",
        "{'x': [{'anything-but': 100}]}                  | {'x': '100'}                          |"
            + " true",
        "{'x': [{'anything-but': 'a'}]}                  | {'x': null}                           |"
            + " true",
        "{'x': [{'anything-but': 'a'}]}                  | {}                                    |"
            + " false",
        "{'x': [{'anything-but': 'a'}]}                  | {'x': {}}                             |"
            + " false",
        "{'x': [{'anything-but': 'a'}]}                  | {'x': ['a', 'b']}                     |"
            + " true",
        "{'x': [{'anything-but': {'prefix': ['a', 'b']}}]} | {'x': 'beta'}                       |"
            + " false",
        "{'x': [{'anything-but': {'suffix': '.txt'}}]}   | {'x': 'a.md'}                         |"
            + " true",
        "{'x': [{'anything-but': {'equals-ignore-case': ['A', 'b']}}]} | {'x': 'B'}              |"
            + " false",
        "{'x': [{'anything-but': {'wildcard': '*/lib/*'}}]} | {'x': 'a/lib/b'}                   |"
            + " false",
        "{'x': [{'anything-but': {'wildcard': '*/lib/*'}}]} | {'x': 7}                           |"
            + " true",
        "{'x': [{'wildcard': 'dir/*.png'}]}              | {'x': 'dir/a/b.png'}                  |"
            + " true",
        "{'x': [{'wildcard': '*a*a'}]}                   | {'x': 'a'}                            |"
            + " false",
        "{'x': [{'wildcard': 'a\\\\*b'}]}                | {'x': 'a*b'}                          |"
            + " true",
        "{'x': [{'wildcard': 'a\\\\*b'}]}                | {'x': 'a-b'}                          |"
            + " false",
        "{'x': [{'cidr': '10.0.0.0/24'}]}                | {'x': '10.0.0.255'}                   |"
            + " true",
        "{'x': [{'cidr': '10.0.0.0/24'}]}                | {'x': '10.0.1.0'}                     |"
            + " false",
        "{'x': [{'cidr': '2001:db8::/32'}]}              | {'x': '2001:DB8:0:0::1'}              |"
            + " true",
        "{'x': [{'cidr': '10.0.0.0/24'}]}                | {'x': '::ffff:a00:1'}                 |"
            + " true",
        "{'x': '::1'}                                    | {'x': '0:0:0:0:0:0:0:1'}              |"
            + " true",
        "{'x': [{'exactly': '::1'}]}                     | {'x': '0:0:0:0:0:0:0:1'}              |"
            + " false",
        "{'x': [{'exists': true}]}                       | {'x': null}                           |"
            + " true",
        "{'x': [{'exists': true}]}                       | {'x': {'y': 1}}                       |"
            + " false",
        "{'x': [{'exists': true}]}                       | {'x': []}                             |"
            + " false",
        "{'x': [{'exists': false}]}                      | {'x': {}}                             |"
            + " true",
        "{'x': [{'exists': false}]}                      | {'x': null}                           |"
            + " false",
        "{'x': [{'exists': false}, 'a']}                 | {'x': 'a'}                            |"
            + " true",
        "{'x': [{'exists': false}, 'a']}                 | {'x': 'b'}                            |"
            + " false",
        "{'i': {'x': [{'exists': false}]}}               | {'i': [{'y': 1}, {'x': 1}]}           |"
            + " false",
        "{'i': {'x': [{'exists': false}]}}               | {'i': [{'y': 1}, {'y': 2}]}           |"
            + " true",
        "{'i': {'a': 1, 'x': [{'exists': false}]}}       | {'i': [{'a': 1}, {'a': 2, 'x': 3}]}   |"
            + " true",
        "{'i': {'a': 1, 'b': 2}}                         | {'i': [{'a': 1, 'b': 2}]}             |"
            + " true",
        "{'i': {'a': 1, 'b': 2}}                         | {'i': [{'a': 1}, {'b': 2}]}           |"
            + " false",
        "{'i': {'a': 1, 'b': 2}}                         | {'i': [[{'a': 1}, {'a': 1, 'b': 2}]]} |"
            + " true",
        "{'i': {'a': 1, 'j': {'b': 2, 'c': 3}}}          | {'i': [{'a': 1, 'j': [{'b': 2}, {'c':"
            + " 3}]}, {'a': 1, 'j': [{'b': 2, 'c': 3}]}]} | true",
        "{'i': {'a': 1, 'j': {'b': 2, 'c': 3}}}          | {'i': [{'a': 1, 'j': [{'b': 2}, {'c':"
            + " 3}]}, {'a': 0, 'j': [{'b': 2, 'c': 3}]}]} | false",
        "{'a': {'x': 1}, 'b': {'x': 1}}                  | {'a': [{'x': 0}, {'x': 1}], 'b': [{'x':"
            + " 1}]}    | true",
        "{'a': 1, '$or': [{'b': 2}, {'c': [{'numeric': ['>', 3]}]}]} | {'a': 1, 'c': 4}          |"
            + " true",
        "{'a': 1, '$or': [{'b': 2}, {'c': [{'numeric': ['>', 3]}]}]} | {'a': 1, 'b': 1, 'c': 1}  |"
            + " false",
        "{'i': {'a': 1, '$or': [{'b': 2}, {'c': 3}]}}    | {'i': [{'a': 1}, {'b': 2}]}           |"
            + " false",
        "{'i': {'a': 1, '$or': [{'b': 2}, {'c': 3}]}}    | {'i': [{'b': 2}, {'a': 1, 'c': 3}]}   |"
            + " true",
        "{'a': 1}                                        | [{'a': 1}]                            |"
            + " true",
        "{'a': 1}                                        | 1                                     |"
            + " false",
        "{'a': [{'exists': false}]}                      | 'text'                                |"
            + " true",
      })
  void a_filter_matches_as_event_ruler_does(String filters, String payload, boolean matches)
      throws Exception {
    JsonNode pattern = json(filters);
    assertThat(Filter.compile(pattern).matches(json(payload))).isEqualTo(matches);
    assertThat(new Ruler(BrokenFilters.expanded(pattern)).matches(json(payload)))
        .as("event-ruler")
        .isEqualTo(matches);
  }

  @Test
  void a_filter_keeps_nothing_of_the_node_it_was_compiled_from() throws Exception {
    ObjectNode filters = (ObjectNode) json("{'a': {'b': ['x']}}");
    Filter filter = Filter.compile(filters);
    ((ArrayNode) filters.at("/a/b")).removeAll();
    assertThat(filter.matches(json("{'a': {'b': 'x'}}"))).isTrue();
    assertThat(filter.explain(json("{}")).orElseThrow().expected()).isEqualTo(json("['x']"));
  }

  @Test
  void an_array_that_stands_in_two_places_is_two_arrays() throws Exception {
    ObjectNode payload = (ObjectNode) json("{'a': [{'x': 1}, {'y': 1}]}");
    payload.set("b", payload.get("a"));
    assertThat(Filter.compile(json("{'a': {'x': 1}, 'b': {'y': 1}}")).matches(payload)).isTrue();
  }

  @Test
  void deep_nesting_is_no_danger_to_the_stack() throws Exception {
    ObjectNode filters = JSON.createObjectNode();
    ObjectNode payload = JSON.createObjectNode();
    for (int i = 0; i < 250; i++) {
      filters.put("f" + i, 1);
      payload.set("f" + i, JSON.readTree("[".repeat(990) + 1 + "]".repeat(990)));
    }
    assertThat(Filter.compile(filters).matches(payload)).isTrue();
  }

  @Test
  void names_with_and_without_dots_side_by_side_are_no_danger_to_the_clock() throws Exception {
    ObjectNode filters = JSON.createObjectNode();
    ObjectNode payload = JSON.createObjectNode();
    for (int i = 0; i < 100; i++) {
      filters.put("f" + i + ".x", 1);
      payload.put("f" + i + ".x", i == 99 ? 2 : 1).putObject("f" + i).put("x", i == 99 ? 2 : 1);
    }
    Filter filter = Filter.compile(filters);
    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertThat(filter.matches(payload)).isFalse());
  }

  @Test
  void large_arrays_cost_no_more_than_their_size() throws Exception {
    ObjectNode payload = JSON.createObjectNode();
    for (String name : List.of("a", "b", "c")) {
      ArrayNode array = payload.putArray(name);
      for (int i = 0; i < 20_000; i++) {
        array.addObject().put("x", 1).put("y", 1);
      }
    }
    Filter filter =
        Filter.compile(
            json("{'a': {'x': 1, 'y': 1}, 'b': {'x': 1, 'y': 1}, 'c': {'x': 1, 'z': 1}}"));
    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertThat(filter.matches(payload)).isFalse());
  }

  private static JsonNode json(String text) throws Exception {
    return JSON.readTree(text.replace('\'', '"'));
  }
}
