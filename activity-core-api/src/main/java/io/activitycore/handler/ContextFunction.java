package io.activitycore.handler;

import com.fasterxml.jackson.databind.JsonNode;

/** A context resolver as a function over JSON. The rules of {@link ContextResolver} hold. */
@FunctionalInterface
public interface ContextFunction {

  /**
   * Resolves.
   *
   * @throws Exception it could not; it is asked again
   */
  JsonNode apply(JsonNode input) throws Exception;
}
