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

  /**
   * What the run is given for a result, which may be kept elsewhere.
   *
   * @throws Exception the result is not one
   */
  default JsonNode outgoing(JsonNode result, @Nullable TaskContext context) throws Exception {
    return result;
  }

  /** What a result was that the run was given something for. */
  default JsonNode incoming(JsonNode given) {
    return given;
  }
}
