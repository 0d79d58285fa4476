package io.activitycore.engine.internal.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.handler.TaskContext;
import org.jspecify.annotations.Nullable;

/** The host's code for one task type or resolver name. Thread-safe. */
@FunctionalInterface
public interface Handler {

  /**
   * Calls it.
   *
   * @param context null for a resolver
   * @throws Exception what the host's code threw
   */
  JsonNode call(JsonNode input, @Nullable TaskContext context) throws Exception;
}
