package io.activitycore.cel;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks things up in a syntax tree, for errors. */
final class Trees {
  private Trees() {}

  /** The names of the functions and operators called, as they stand after the dot. */
  static Set<String> functions(CelExpr expression) {
    return nodes(expression)
        .filter(e -> e.getKind() == CelExpr.ExprKind.Kind.CALL)
        .map(e -> e.call().function())
        .map(name -> name.substring(name.lastIndexOf('.') + 1))
        .collect(Collectors.toUnmodifiableSet());
  }

  static boolean isCall(CelExpr expression, long id) {
    return nodes(expression)
        .anyMatch(e -> e.id() == id && e.getKind() == CelExpr.ExprKind.Kind.CALL);
  }

  /**
   * The chain of selections at the offset, as written, up to the field; null when there is none.
   *
   * @param expression {@linkplain Renaming renamed}
   * @param names what its names stand for
   */
  static @Nullable String selectionAt(
      CelExpr expression, List<String> names, Places places, int offset, String field) {
    return nodes(expression)
        .filter(e -> offset >= 0 && places.offset(e.id()) == offset)
        .map(e -> chain(e, names, field))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static @Nullable String chain(CelExpr e, List<String> names, String field) {
    if (e.getKind() != CelExpr.ExprKind.Kind.SELECT) {
      return null;
    }
    String inner = chain(e.select().operand(), names, field);
    if (inner != null) {
      return inner;
    }
    return e.select().field().equals(field) ? text(e, names) : null;
  }

  private static String text(CelExpr e, List<String> names) {
    return switch (e.getKind()) {
      case IDENT -> meant(e.ident().name(), names);
      case SELECT -> Path.text(text(e.select().operand(), names), e.select().field());
      default -> "(...)";
    };
  }

  private static String meant(String name, List<String> names) {
    boolean outermost = name.startsWith(".");
    int index = Renaming.index(outermost ? name.substring(1) : name);
    return index < 0 ? name : (outermost ? "." : "") + names.get(index);
  }

  /** Every expression in the one given, and itself. */
  static Stream<CelExpr> nodes(CelExpr expression) {
    return CelNavigableExpr.fromExpr(expression).allNodes().map(CelNavigableExpr::expr);
  }
}
