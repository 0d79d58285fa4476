package io.activitycore.engine.internal.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What travels beside a task's input. Each byte of it stands in the history once a task, so the
 * Temporal header {@value #KEY} is a {@link Brief}.
 *
 * @param taskInstanceId the idempotency key
 * @param activityId the activity
 * @param node the node of the definition
 * @param trace the trace id that the event brought, if any
 * @param resultLimit the largest result, in bytes of JSON; null: the host's
 * @param trigger what started the run: {@code event}, {@code schedule}, {@code manual} or {@code
 *     run}; null where the task instance id says so
 * @param occurrence the event id, tick, key or node that started the run; null with the trigger
 */
public record TaskHeader(
    @JsonProperty("task_instance_id") String taskInstanceId,
    @JsonProperty("activity_id") String activityId,
    @JsonProperty("node") String node,
    @JsonProperty("trace") @Nullable String trace,
    @JsonProperty("result_limit") @Nullable Integer resultLimit,
    @JsonProperty("trigger") @Nullable String trigger,
    @JsonProperty("occurrence") @Nullable String occurrence) {

  /** The header's name. */
  public static final String KEY = "activity-core-task";

  /** No node's id and no index has one. */
  private static final char SEPARATOR = '/';

  private static final Pattern REDRIVEN = Pattern.compile("~r\\d+$");
  private static final Pattern OF_ACTIVITY = Pattern.compile("activity-(?:[^:~]*~)?([^:~]+):");
  private static final Pattern NODE = Pattern.compile("[^\\[~]+");

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /**
   * The header's JSON, which a worker in any language can read: what the workflow id and the key
   * say already is left out.
   *
   * @param key the task's name within its run: the node, with {@code [index]} for an element of
   *     {@code for_each} and what follows a {@code ~}
   * @param base what {@code task_instance_id} has before {@code /} and the key; left out where it
   *     is the workflow id, without the {@code ~r} and number of a redrive at its end
   * @param activityId left out where it stands in the workflow id, between {@code activity-} (and
   *     the tenant with its {@code ~}) and the first colon
   * @param node left out where it is the key up to its first {@code [} or {@code ~}
   * @param trace left out where there is none
   * @param resultLimit left out where there is none
   * @param trigger left out where the base says it, after the activity
   * @param occurrence left out with the trigger
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Brief(
      @JsonProperty("key") String key,
      @JsonProperty("base") @Nullable String base,
      @JsonProperty("activity_id") @Nullable String activityId,
      @JsonProperty("node") @Nullable String node,
      @JsonProperty("trace") @Nullable String trace,
      @JsonProperty("result_limit") @Nullable Integer resultLimit,
      @JsonProperty("trigger") @Nullable String trigger,
      @JsonProperty("occurrence") @Nullable String occurrence) {

    /** All of it, for a task of this workflow. */
    TaskHeader of(String workflowId) {
      return new TaskHeader(
          (base == null ? baseOf(workflowId) : base) + SEPARATOR + key,
          activityId == null ? activityOf(workflowId) : activityId,
          node == null ? nodeOf(key) : node,
          trace,
          resultLimit,
          trigger,
          occurrence);
    }
  }

  /** What is written for a task of this workflow. */
  Brief in(String workflowId) {
    int end = taskInstanceId.lastIndexOf(SEPARATOR);
    String base = taskInstanceId.substring(0, end);
    String key = taskInstanceId.substring(end + 1);
    return new Brief(
        key,
        base.equals(baseOf(workflowId)) ? null : base,
        activityId.equals(activityOf(workflowId)) ? null : activityId,
        node.equals(nodeOf(key)) ? null : node,
        trace,
        resultLimit,
        trigger,
        occurrence);
  }

  private static String baseOf(String workflowId) {
    return REDRIVEN.matcher(workflowId).replaceFirst("");
  }

  private static String activityOf(String workflowId) {
    Matcher matcher = OF_ACTIVITY.matcher(workflowId);
    return matcher.lookingAt() ? matcher.group(1) : "";
  }

  private static String nodeOf(String key) {
    Matcher matcher = NODE.matcher(key);
    return matcher.lookingAt() ? matcher.group() : "";
  }

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
