package io.activitycore.engine.internal.host;

import io.activitycore.definition.Definitions.Source;
import io.activitycore.definition.Problem;
import io.activitycore.engine.internal.check.RingCheck;
import io.activitycore.engine.internal.check.SaveCheck;
import io.activitycore.engine.internal.dispatch.Parking;
import io.activitycore.expression.ExpressionEngine;
import io.activitycore.spi.Store;
import java.util.ArrayList;
import java.util.List;

/**
 * What is refused when definitions are loaded to be run: what cannot be saved, rings of activities
 * among all of them, and what the host's store cannot keep.
 */
final class LoadCheck {

  private final ExpressionEngine expressions;
  private final boolean keepsParked;

  LoadCheck(ExpressionEngine expressions, Store store) {
    this.expressions = expressions;
    this.keepsParked = keepsParked(store);
  }

  private static boolean keepsParked(Store store) {
    try {
      store.parked();
      return true;
    } catch (UnsupportedOperationException e) {
      return false;
    }
  }

  /**
   * A definition with what is wrong with it.
   *
   * @param problems empty when it is loaded
   */
  record Checked(Source source, List<Problem> problems) {}

  /** Checks a set; the answers stand in its order. */
  List<Checked> check(List<Source> sources) {
    RingCheck rings = RingCheck.of(sources);
    return sources.stream().map(source -> new Checked(source, problems(source, rings))).toList();
  }

  private List<Problem> problems(Source source, RingCheck rings) {
    List<Problem> problems =
        new ArrayList<>(
            SaveCheck.problems(source.definition(), source.file(), source.lines(), expressions));
    problems.addAll(rings.problems(source));
    if (!keepsParked && Parking.parks(source.definition())) {
      String pointer = "/trigger/event/on_disabled";
      problems.add(
          new Problem(
              source.file(),
              source.lines().lineOf(pointer),
              pointer,
              "not_supported",
              "this host's store keeps no parked events, expected drop"));
    }
    return problems;
  }
}
