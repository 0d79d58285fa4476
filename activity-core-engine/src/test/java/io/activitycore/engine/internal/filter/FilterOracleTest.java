package io.activitycore.engine.internal.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * The matcher against event-ruler, on seeded random filters and payloads; -Dfilters.cases and
 * -Dfilters.seed set how many and which.
 */
class FilterOracleTest {
  private static final int PAYLOADS = 20;
  private static final int CASES = Integer.getInteger("filters.cases", 20_000);

  @Test
  void random_filters_match_the_payloads_that_event_ruler_matches() {
    compareAll(CASES, false);
  }

  @Test
  void so_they_do_where_payloads_have_fields_with_a_dot_in_their_name() {
    compareAll(CASES / 10, true);
  }

  private static void compareAll(int cases, boolean dots) {
    long seed = Long.getLong("filters.seed", 20261121L);
    int matched = 0;
    for (int i = 0; i < cases / PAYLOADS; i++) {
      matched += compare(seed + i, dots);
    }
    assertThat(matched)
        .as("matches, so that the cases are not all of one kind")
        .isGreaterThan(cases / 20);
  }

  private static int compare(long seed, boolean dots) {
    RandomValues values = new RandomValues(seed);
    RandomFilters filters = new RandomFilters(values);
    RandomPayloads payloads = new RandomPayloads(values, dots);
    ObjectNode pattern = filters.pattern();
    ObjectNode written = filters.shortened(pattern);
    Filter filter;
    try {
      filter = Filter.compile(written);
    } catch (FilterException refused) {
      return 0; // FilterRefusalTest compares refusals
    }
    Ruler ruler = ruler(pattern, !dots, seed);
    int matched = 0;
    for (int i = 0; i < PAYLOADS; i++) {
      matched +=
          compare(
                  filter,
                  ruler,
                  written,
                  i % 4 == 0 ? payloads.payload() : payloads.payloadNear(pattern),
                  seed)
              ? 1
              : 0;
    }
    return matched;
  }

  private static Ruler ruler(JsonNode pattern, boolean structured, long seed) {
    try {
      return new Ruler(pattern, structured);
    } catch (Exception e) {
      throw new AssertionError("seed " + seed + ": event-ruler refuses " + pattern, e);
    }
  }

  private static boolean compare(
      Filter filter, Ruler ruler, JsonNode written, JsonNode payload, long seed) {
    Supplier<String> what = () -> "seed " + seed + ", filters " + written + ", payload " + payload;
    boolean expected = ruler.matches(payload);
    assertThat(filter.matches(payload)).as(what).isEqualTo(expected);
    assertThat(filter.explain(payload).isEmpty()).as(what).isEqualTo(expected);
    if (expected) {
      filter.equalities().forEach((path, values) -> assertFound(payload, path, values, what));
    }
    return expected;
  }

  private static void assertFound(
      JsonNode payload, String path, Set<JsonNode> values, Supplier<String> what) {
    Set<JsonNode> keys = new HashSet<>();
    new LeafKeys(path).of(payload, keys::add);
    assertThat(keys).as(what).containsAnyElementsOf(values);
  }
}
