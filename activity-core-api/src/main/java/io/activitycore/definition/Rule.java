package io.activitycore.definition;

import io.activitycore.constraint.Filled;
import io.activitycore.constraint.NodeName;
import io.activitycore.internal.Constraints;
import io.activitycore.internal.Copies;
import io.activitycore.internal.Together;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the flat form: when it holds, its tasks are done in list order.
 *
 * @param when CEL over event and context; absent means always. A false one goes on to the next rule
 * @param forEach CEL that gives a list; the tasks are done for each element
 * @param as the element's name in expressions; required with {@code for_each}
 * @param tasks what to do
 */
@Together({"for_each", "as"})
public record Rule(
    @Filled @Nullable String when,
    @Filled @Nullable String forEach,
    @NodeName @Nullable String as,
    @NotEmpty List<@NotNull Node> tasks) {

  /** Checks and copies. */
  public Rule {
    tasks = Copies.list(tasks);
    Constraints.check(Rule.class, when, forEach, as, tasks);
  }

  /** Tasks that are always done. */
  public static Rule always(Node... tasks) {
    return new Rule(null, null, null, List.of(tasks));
  }

  /** Tasks that are done when the expression holds. */
  public static Rule when(String expression, Node... tasks) {
    return new Rule(expression, null, null, List.of(tasks));
  }

  /** Tasks that are done for each element of a list. */
  public static Rule forEach(String expression, String as, Node... tasks) {
    return new Rule(null, expression, as, List.of(tasks));
  }
}
