package io.activitycore.definition;

import io.activitycore.constraint.NodeName;
import io.activitycore.internal.Constraints;
import io.activitycore.internal.Copies;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
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
public record Rule(
    @NotBlank @Nullable String when,
    @NotBlank @Nullable String forEach,
    @NodeName @Nullable String as,
    @NotEmpty List<Node> tasks) {

  /** Checks and copies. */
  public Rule {
    tasks = Copies.list(tasks);
    Constraints.on(Rule.class, when, forEach, as, tasks)
        .rule(
            (forEach == null) == (as == null),
            forEach == null ? "/as" : "/for_each",
            "for_each",
            "for_each and as go together")
        .done();
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
