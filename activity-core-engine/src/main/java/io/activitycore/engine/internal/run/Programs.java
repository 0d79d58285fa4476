package io.activitycore.engine.internal.run;

import io.activitycore.engine.internal.graph.Program;
import io.activitycore.engine.internal.plan.Plan;
import io.activitycore.expression.ExpressionEngine;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Compiled plans by definition hash. Prepare compiles, on its own thread, so that the workflow
 * finds its program ready; a replay on another worker compiles from expressions that were compiled
 * when the definitions were loaded. Thread-safe.
 */
public final class Programs {

  /** Versions in flight at once; the least recently used go first. */
  private static final int MOST = 10_000;

  private final ExpressionEngine expressions;
  private final Map<String, Program> programs =
      Collections.synchronizedMap(
          new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Program> eldest) {
              return size() > MOST;
            }
          });

  /** None compiled yet. */
  public Programs(ExpressionEngine expressions) {
    this.expressions = expressions;
  }

  /** The program of a plan. */
  Program of(Plan plan) {
    Program known = programs.get(plan.definitionHash());
    if (known != null) {
      return known.with(plan);
    }
    Program program = Program.compile(plan, expressions);
    programs.put(plan.definitionHash(), program);
    return program;
  }
}
