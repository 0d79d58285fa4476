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

  @Test
  void random_filters_match_the_payloads_that_event_ruler_matches() {
    long seed = Long.getLong("filters.seed", 20261121L);
    int patterns = Integer.getInteger("filters.cases", 20_000) / PAYLOADS;
    int matched = 0;
    for (int i = 0; i < patterns; i++) {
      matched += compare(seed + i);
    }
    assertThat(matched)
        .as("matches, so that the cases are not all of one kind")
        .isGreaterThan(patterns / 2);
  }

  private static int compare(long seed) {
    RandomValues values = new RandomValues(seed);
    RandomFilters filters = new RandomFilters(values);
    RandomPayloads payloads = new RandomPayloads(values);
    ObjectNode pattern = filters.pattern();
    ObjectNode written = filters.shortened(pattern);
    Filter filter;
    try {
      filter = Filter.compile(written);
    } catch (FilterException refused) {
      return 0; // FilterRefusalTest compares refusals
    }
    Ruler ruler = ruler(pattern, seed);
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

  private static Ruler ruler(JsonNode pattern, long seed) {
    try {
      return new Ruler(pattern);
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
    Filter.keysOf(payload, path, keys::add);
    assertThat(keys).as(what).containsAnyElementsOf(values);
  }
}
