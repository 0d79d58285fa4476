package io.activitycore.engine.internal.task;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/**
 * What travels beside a task's input, as JSON in the Temporal header {@value #KEY}, so that a
 * worker in any language can read it.
 *
 * @param taskInstanceId the idempotency key
 * @param activityId the activity
 * @param node the node of the definition
 * @param trace the trace id that the event brought, if any
 */
public record TaskHeader(
    @JsonProperty("task_instance_id") String taskInstanceId,
    @JsonProperty("activity_id") String activityId,
    @JsonProperty("node") String node,
    @JsonProperty("trace") @Nullable String trace) {

  /** The header's name. */
  public static final String KEY = "activity-core-task";

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** As JSON. */
  public JsonNode toJson() {
    return MAPPER.valueToTree(this);
  }

  /** Reads it back. */
  public static TaskHeader fromJson(JsonNode json) {
    try {
      return MAPPER.treeToValue(json, TaskHeader.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a task's header: " + e.getOriginalMessage(), e);
    }
  }
}
