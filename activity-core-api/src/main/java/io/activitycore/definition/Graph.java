package io.activitycore.definition;

import io.activitycore.internal.Constraints;
import io.activitycore.internal.Copies;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.util.List;

/**
 * The tasks of an activity and their order.
 *
 * @param nodes at least one, with unique ids
 * @param edges exactly one of them of type {@code start}
 */
public record Graph(@NotEmpty List<@NotNull Node> nodes, @NotEmpty List<@NotNull Edge> edges) {

  /** Checks and copies. */
  public Graph {
    nodes = Copies.list(nodes);
    edges = Copies.list(edges);
    Constraints.check(Graph.class, nodes, edges);
  }
}
