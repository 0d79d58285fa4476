package io.activitycore.engine.internal.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What one field of the payload must be.
 *
 * @param path where
 * @param tests a leaf there must pass one of these
 * @param mayBeAbsent whether the field passes, too, if there is no leaf at all
 * @param written the pattern as written, the short form as an array of one
 * @param pointer where the pattern stands in the filters
 */
record Field(
    FieldPath path, List<LeafTest> tests, boolean mayBeAbsent, JsonNode written, String pointer) {
  boolean accepts(JsonNode leaf) {
    for (LeafTest test : tests) {
      if (test.test(leaf)) {
        return true;
      }
    }
    return false;
  }

  /** Whether only certain values pass, each by being equal to one that is written. */
  boolean isEquality() {
    return !mayBeAbsent && tests.stream().allMatch(LeafTest.Exact.class::isInstance);
  }
}
