package io.activitycore.internal.binding;

import io.activitycore.InvalidModelException.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a tree.
 *
 * @param value absent when there are problems
 * @param problems with pointers from the tree's root
 */
public record Bound<T>(@Nullable T value, List<Violation> problems) {

  /** Copies. */
  public Bound {
    problems = List.copyOf(problems);
  }
}
