package io.activitycore.engine.internal.graph;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Supplier;

/**
 * Remembers what decides the walk's course. The workflow's asks Temporal for a side effect; the
 * simulator's just computes.
 */
@FunctionalInterface
public interface Recorder {

  /** Computes and remembers nothing. */
  Recorder NONE = (key, value) -> value.get();

  /**
   * Gives the value under the key: computed the first time, remembered from then on, also when the
   * walk is replayed. The walk asks once for a key.
   *
   * @param key {@code condition:node}, {@code for_each:node} or {@code wait:node}
   * @param value computes it; throws nothing: a failure is a value too
   */
  JsonNode record(String key, Supplier<JsonNode> value);
}
