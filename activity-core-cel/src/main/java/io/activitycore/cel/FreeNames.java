package io.activitycore.cel;

import dev.cel.common.ast.CelExpr;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** Finds the names that an expression reads and does not bind itself. */
final class FreeNames {
  private final Set<String> known;
  private final NavigableSet<String> found = new TreeSet<>();
  private final Deque<String> bound = new ArrayDeque<>();

  private FreeNames(Set<String> known) {
    this.known = known;
  }

  /** Those of the known names that the expression reads, sorted; unmodifiable. */
  static Set<String> in(CelExpr expression, Set<String> known) {
    FreeNames names = new FreeNames(known);
    names.visit(expression);
    return Collections.unmodifiableSet(names.found);
  }

  private void visit(CelExpr e) {
    switch (e.getKind()) {
      case IDENT -> ident(e.ident().name());
      case SELECT -> visit(e.select().operand());
      case CALL -> {
        e.call().target().ifPresent(this::visit);
        e.call().args().forEach(this::visit);
      }
      case LIST -> e.list().elements().forEach(this::visit);
      case STRUCT -> e.struct().entries().forEach(entry -> visit(entry.value()));
      case MAP ->
          e.map()
              .entries()
              .forEach(
                  entry -> {
                    visit(entry.key());
                    visit(entry.value());
                  });
      case COMPREHENSION -> comprehension(e.comprehension());
      case CONSTANT, NOT_SET -> {}
    }
  }

  private void comprehension(CelExpr.CelComprehension loop) {
    visit(loop.iterRange());
    visit(loop.accuInit());
    bound.push(loop.accuVar());
    bound.push(loop.iterVar());
    bound.push(loop.iterVar2());
    visit(loop.loopCondition());
    visit(loop.loopStep());
    bound.pop();
    bound.pop();
    visit(loop.result());
    bound.pop();
  }

  private void ident(String name) {
    // A leading dot reads the outermost name even where a loop binds the same one.
    boolean outermost = name.startsWith(".");
    String plain = outermost ? name.substring(1) : name;
    if (known.contains(plain) && (outermost || !bound.contains(plain))) {
      found.add(plain);
    }
  }
}
