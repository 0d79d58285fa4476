package io.activitycore.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSource;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelReference;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import io.activitycore.cel.Renaming.Renamed;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A planned CEL program of all expressions that are the same but for the names they read. It knows
 * neither these names nor where anything stands in a source: its errors give, for the place, the id
 * of the expression that failed. Immutable and thread-safe.
 *
 * @param expression what was planned, {@linkplain Renaming renamed}
 */
record SharedProgram(CelExpr expression, CelRuntime.Program program, Searches searches) {

  /** Plans. */
  static SharedProgram plan(CelRuntime runtime, CelAbstractSyntaxTree checked, Renamed renamed)
      throws CelEvaluationException {
    CelSource.Builder source = CelSource.newBuilder().setDescription(Problems.ORIGIN);
    checked
        .getSource()
        .getPositionsMap()
        .keySet()
        .forEach(id -> source.addPositions(id, Math.toIntExact(id)));
    CelAbstractSyntaxTree tree =
        CelAbstractSyntaxTree.newCheckedAst(
            renamed.expression(),
            source.build(),
            references(checked, renamed),
            checked.getTypeMap());
    return new SharedProgram(
        renamed.expression(), runtime.createProgram(tree), new Searches(renamed.expression()));
  }

  /**
   * Without the overloads that the checker chose, so that calls are resolved by the values alone: a
   * type that does not fit then always meets the same error, and an int beside a double its own
   * overload.
   */
  private static Map<Long, CelReference> references(
      CelAbstractSyntaxTree checked, Renamed renamed) {
    Map<Long, CelReference> references = new HashMap<>();
    checked
        .getReferenceMap()
        .forEach(
            (id, reference) -> {
              if (reference.overloadIds().isEmpty()) {
                references.put(id, renamed(reference, renamed.references().get(id)));
              }
            });
    return references;
  }

  private static CelReference renamed(CelReference reference, @Nullable String name) {
    if (name == null) {
      return reference;
    }
    String dot = reference.name().startsWith(".") ? "." : "";
    return CelReference.newBuilder().setName(dot + name).build();
  }
}
