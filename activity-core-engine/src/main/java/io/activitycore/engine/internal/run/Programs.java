package io.activitycore.engine.internal.run;

import io.activitycore.engine.internal.graph.Program;
import io.activitycore.engine.internal.plan.Plan;
import io.activitycore.expression.ExpressionEngine;

/**
 * Compiled plans by what they are compiled from. Prepare compiles, on its own thread, so that the
 * workflow finds its program ready; a replay on another worker compiles from expressions that were
 * compiled when the definitions were loaded. Thread-safe.
 */
public final class Programs {

  /** Graphs in flight at once; the least recently used go first. */
  static final int MOST = 10_000;

  private final ExpressionEngine expressions;
  private final LatestUsed<Program> programs = new LatestUsed<>(MOST);

  /** None compiled yet. */
  public Programs(ExpressionEngine expressions) {
    this.expressions = expressions;
  }

  /** The program of a plan. */
  Program of(Plan plan) {
    // Not by the definition: another release may have planned it in another way.
    String key = plan.graphHash() + " " + plan.completeWhen();
    return programs.get(key, () -> Program.compile(plan, expressions)).with(plan);
  }
}
