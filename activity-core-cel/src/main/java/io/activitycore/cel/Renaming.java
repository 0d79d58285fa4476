package io.activitycore.cel;

import com.google.common.collect.ImmutableList;
import dev.cel.common.ast.CelExpr;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the names that an expression reads and does not bind itself, and puts {@code #0, #1, ...}
 * in their place, in order of appearance: two expressions that are the same but for these names are
 * then equal. No expression can write a name with {@code #}, so no loop captures one.
 */
final class Renaming {
  private static final char MARK = '#';

  private final Set<String> known;
  private final List<String> names = new ArrayList<>();
  private final Map<Long, String> references = new HashMap<>();
  private final Deque<String> bound = new ArrayDeque<>();

  private Renaming(Set<String> known) {
    this.known = known;
  }

  /**
   * An expression so renamed.
   *
   * @param names which names were meant by {@code #0, #1, ...}
   * @param references the new names, by the id of the expression that reads it; without a leading
   *     dot
   */
  record Renamed(CelExpr expression, List<String> names, Map<Long, String> references) {}

  /** Renames those of the known names that the expression reads. */
  static Renamed of(CelExpr expression, Set<String> known) {
    Renaming renaming = new Renaming(known);
    CelExpr renamed = renaming.renamed(expression);
    return new Renamed(renamed, List.copyOf(renaming.names), Map.copyOf(renaming.references));
  }

  /** Which of the names is meant; negative: the name is none of ours. */
  static int index(String name) {
    return name.length() > 1 && name.charAt(0) == MARK
        ? Integer.parseInt(name, 1, name.length(), 10)
        : -1;
  }

  private CelExpr renamed(CelExpr e) {
    return switch (e.getKind()) {
      case IDENT -> ident(e);
      case SELECT ->
          CelExpr.ofSelect(
              e.id(), renamed(e.select().operand()), e.select().field(), e.select().testOnly());
      case CALL ->
          CelExpr.ofCall(
              e.id(),
              e.call().target().map(this::renamed),
              e.call().function(),
              renamed(e.call().args()));
      case LIST -> CelExpr.ofList(e.id(), renamed(e.list().elements()), e.list().optionalIndices());
      case STRUCT -> struct(e);
      case MAP -> map(e);
      case COMPREHENSION -> comprehension(e.id(), e.comprehension());
      case CONSTANT, NOT_SET -> e;
    };
  }

  private ImmutableList<CelExpr> renamed(List<CelExpr> all) {
    return all.stream().map(this::renamed).collect(ImmutableList.toImmutableList());
  }

  private CelExpr struct(CelExpr e) {
    return CelExpr.ofStruct(
        e.id(),
        e.struct().messageName(),
        e.struct().entries().stream()
            .map(
                entry ->
                    CelExpr.ofStructEntry(
                        entry.id(),
                        entry.fieldKey(),
                        renamed(entry.value()),
                        entry.optionalEntry()))
            .collect(ImmutableList.toImmutableList()));
  }

  private CelExpr map(CelExpr e) {
    return CelExpr.ofMap(
        e.id(),
        e.map().entries().stream()
            .map(
                entry ->
                    CelExpr.ofMapEntry(
                        entry.id(),
                        renamed(entry.key()),
                        renamed(entry.value()),
                        entry.optionalEntry()))
            .collect(ImmutableList.toImmutableList()));
  }

  private CelExpr comprehension(long id, CelExpr.CelComprehension loop) {
    CelExpr range = renamed(loop.iterRange());
    CelExpr init = renamed(loop.accuInit());
    bound.push(loop.accuVar());
    bound.push(loop.iterVar());
    bound.push(loop.iterVar2());
    CelExpr condition = renamed(loop.loopCondition());
    CelExpr step = renamed(loop.loopStep());
    bound.pop();
    bound.pop();
    CelExpr result = renamed(loop.result());
    bound.pop();
    return CelExpr.ofComprehension(
        id, loop.iterVar(), loop.iterVar2(), range, loop.accuVar(), init, condition, step, result);
  }

  private CelExpr ident(CelExpr e) {
    // A leading dot reads the outermost name even where a loop binds the same one.
    String name = e.ident().name();
    boolean outermost = name.startsWith(".");
    String plain = outermost ? name.substring(1) : name;
    if (!known.contains(plain) || (!outermost && bound.contains(plain))) {
      return e;
    }
    if (!names.contains(plain)) {
      names.add(plain);
    }
    String given = MARK + String.valueOf(names.indexOf(plain));
    references.put(e.id(), given);
    return CelExpr.ofIdent(e.id(), outermost ? "." + given : given);
  }
}
