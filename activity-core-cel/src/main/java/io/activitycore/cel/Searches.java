package io.activitycore.cel;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The calls of an expression that search one text for another: their work depends on both, so it is
 * paid for when the second is known and before the call runs. Immutable.
 */
final class Searches {
  static final int MAX_REGEX_SIZE = 10_000;

  private static final String REGEX = "matches";
  private static final Set<String> FUNCTIONS =
      Set.of(REGEX, "contains", "indexOf", "lastIndexOf", "split", "replace");
  private static final int COMPARISONS_A_STEP = 200;
  private static final int REGEX_MOVES_A_STEP = 10;

  private record Search(long text, boolean regex) {}

  /** By the id of the expression that gives the text to search for. */
  private final Map<Long, Search> searches = new HashMap<>();

  Searches(CelExpr expression) {
    Trees.nodes(expression)
        .filter(e -> e.getKind() == CelExpr.ExprKind.Kind.CALL)
        .map(CelExpr::call)
        .filter(call -> FUNCTIONS.contains(call.function()))
        .forEach(this::add);
  }

  private void add(CelExpr.CelCall call) {
    List<CelExpr> arguments = new ArrayList<>();
    call.target().ifPresent(arguments::add);
    arguments.addAll(call.args());
    if (arguments.size() > 1) {
      searches.put(
          arguments.get(1).id(), new Search(arguments.get(0).id(), call.function().equals(REGEX)));
    }
  }

  /** One evaluation's view of the searches: what was read last at each place. */
  Costs costs() {
    return new Costs();
  }

  /** Not thread-safe: one evaluation, one thread. */
  final class Costs {
    private final Map<Long, Integer> lengths = new HashMap<>();

    /** The steps of the search that can begin once the expression with this id has this value. */
    long of(long id, String value) {
      if (searches.isEmpty()) {
        return 0;
      }
      lengths.put(id, value.length());
      Search search = searches.get(id);
      if (search == null) {
        return 0;
      }
      long length = lengths.getOrDefault(search.text(), 0);
      return search.regex()
          ? regexCost(length, value)
          : length * value.length() / COMPARISONS_A_STEP;
    }

    private long regexCost(long length, String pattern) {
      long size = RegexSize.of(pattern);
      if (size > MAX_REGEX_SIZE) {
        throw new CelInvalidArgumentException(
            "the regular expression is too large (limit " + MAX_REGEX_SIZE + " instructions)");
      }
      return size + length * size / REGEX_MOVES_A_STEP;
    }
  }
}
