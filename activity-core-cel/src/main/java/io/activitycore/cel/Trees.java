package io.activitycore.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks things up in a syntax tree, for errors. */
final class Trees {
  private Trees() {}

  /** The names of the functions and operators called, as they stand after the dot. */
  static Set<String> functions(CelAbstractSyntaxTree tree) {
    return nodes(tree)
        .filter(e -> e.getKind() == CelExpr.ExprKind.Kind.CALL)
        .map(e -> e.call().function())
        .map(name -> name.substring(name.lastIndexOf('.') + 1))
        .collect(Collectors.toUnmodifiableSet());
  }

  static boolean isCall(CelAbstractSyntaxTree tree, long id) {
    return nodes(tree).anyMatch(e -> e.id() == id && e.getKind() == CelExpr.ExprKind.Kind.CALL);
  }

  /**
   * The chain of selections at the offset, as written, up to the field; null when there is none.
   */
  static @Nullable String selectionAt(CelAbstractSyntaxTree tree, int offset, String field) {
    var positions = tree.getSource().getPositionsMap();
    return nodes(tree)
        .filter(e -> Objects.equals(positions.get(e.id()), offset))
        .map(e -> chain(e, field))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static @Nullable String chain(CelExpr e, String field) {
    if (e.getKind() != CelExpr.ExprKind.Kind.SELECT) {
      return null;
    }
    String inner = chain(e.select().operand(), field);
    if (inner != null) {
      return inner;
    }
    return e.select().field().equals(field) ? text(e) : null;
  }

  private static String text(CelExpr e) {
    return switch (e.getKind()) {
      case IDENT -> e.ident().name();
      case SELECT -> Path.text(text(e.select().operand()), e.select().field());
      default -> "(...)";
    };
  }

  /** Every expression in the tree. */
  static Stream<CelExpr> nodes(CelAbstractSyntaxTree tree) {
    return CelNavigableAst.fromAst(tree).getRoot().allNodes().map(CelNavigableExpr::expr);
  }
}
