package io.activitycore.engine.internal.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The matcher against event-ruler, on seeded random filters and payloads; -Dfilters.cases and
 * -Dfilters.seed set how many and which.
 */
class FilterOracleTest {
  private static final int PAYLOADS = 8;

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
    RandomFilters random = new RandomFilters(seed);
    ObjectNode pattern = random.pattern();
    ObjectNode written = random.shortened(pattern);
    Ruler ruler;
    try {
      ruler = new Ruler(pattern);
    } catch (Exception refused) {
      assertRefused(written, seed, refused);
      return 0;
    }
    Filter filter = compile(written, seed);
    int matched = 0;
    for (int i = 0; i < PAYLOADS; i++) {
      matched += compare(filter, ruler, written, i % 4 == 0 ? random.payload() : random.payloadNear(pattern), seed) ? 1 : 0;
    }
    return matched;
  }

  private static void assertRefused(JsonNode written, long seed, Exception refused) {
    try {
      Filter.compile(written);
    } catch (FilterException expected) {
      return;
    }
    throw new AssertionError("seed " + seed + ": event-ruler refuses " + written, refused);
  }

  private static Filter compile(JsonNode written, long seed) {
    try {
      return Filter.compile(written);
    } catch (FilterException e) {
      throw new AssertionError("seed " + seed + ": event-ruler takes " + written, e);
    }
  }

  private static boolean compare(
      Filter filter, Ruler ruler, JsonNode written, JsonNode payload, long seed) {
    String what = "seed " + seed + ", filters " + written + ", payload " + payload;
    boolean expected = ruler.matches(payload);
    assertThat(filter.matches(payload)).as(what).isEqualTo(expected);
    Optional<Filter.Mismatch> mismatch = filter.explain(payload);
    assertThat(mismatch.isEmpty()).as(what).isEqualTo(expected);
    if (expected) {
      filter
          .equalities()
          .forEach(
              (path, values) -> {
                Set<JsonNode> keys = new HashSet<>();
                Filter.keysOf(payload, path, keys::add);
                assertThat(keys).as("%s, path %s", what, path).containsAnyElementsOf(values);
              });
    }
    return expected;
  }
}
