package io.activitycore.engine.internal.task;

import io.activitycore.definition.ActivityDefinition;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * All handlers of a host. Immutable and thread-safe.
 *
 * @param tasks by task type
 * @param resolvers by resolver name
 * @param local task types that are called in the run's own worker
 * @param definitions what {@code @OnEvent} and {@code @OnSchedule} stand for
 */
public record Handlers(
    SortedMap<String, Handler> tasks,
    SortedMap<String, Handler> resolvers,
    SortedSet<String> local,
    List<ActivityDefinition> definitions) {

  /** The resolver of a name. */
  public Optional<Handler> resolver(String name) {
    return Optional.ofNullable(resolvers.get(name));
  }
}
