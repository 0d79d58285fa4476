package io.activitycore.engine.internal.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.event.EnvelopeJson;
import io.activitycore.event.EventEnvelope;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of {@link Names#OF_START}: what a run knows before anything is resolved. */
public final class StartVariables {

  private StartVariables() {}

  /**
   * The values by name.
   *
   * @param event what started the run; null where nothing but a clock did, then {@code event} and
   *     {@code payload} are {@code {}}
   * @param trigger see {@link #byEvent}, {@link #bySchedule}, {@link #byHand}
   */
  public static Map<String, JsonNode> of(
      @Nullable EventEnvelope event,
      JsonNode trigger,
      String workflowId,
      String activityId,
      int version) {
    return event == null
        ? of(object(), object(), trigger, workflowId, activityId, version, null)
        : of(
            EnvelopeJson.tree(event),
            event.payload(),
            trigger,
            workflowId,
            activityId,
            version,
            null);
  }

  /**
   * The same, of what has the form of JSON already.
   *
   * @param state of a long-lived run: the last result of each node; null for other runs
   */
  public static Map<String, JsonNode> of(
      JsonNode event,
      JsonNode payload,
      JsonNode trigger,
      String workflowId,
      String activityId,
      int version,
      @Nullable JsonNode state) {
    ObjectNode run = object().put("id", workflowId);
    run.put("activity_id", activityId).put("version", version);
    if (state != null) {
      run.set("state", state);
    }
    return Map.of(
        Names.EVENT, event, Names.PAYLOAD, payload, Names.TRIGGER, trigger, Names.RUN, run);
  }

  /** The trigger of a run that an event started. */
  public static JsonNode byEvent() {
    return object().put("kind", "event");
  }

  /** The trigger of a run that somebody started. */
  public static JsonNode byHand() {
    return object().put("kind", "manual");
  }

  /** The trigger of a run that another run started. */
  public static JsonNode byRun() {
    return object().put("kind", "run");
  }

  /** The trigger of a run that a clock started. */
  public static JsonNode bySchedule(Instant scheduledFor) {
    return bySchedule(scheduledFor, null);
  }

  /**
   * The same.
   *
   * @param window {@code {"from", "to"}} of a run that does the work of several ticks, or null
   */
  public static JsonNode bySchedule(Instant scheduledFor, @Nullable JsonNode window) {
    ObjectNode trigger = object().put("kind", "schedule");
    trigger.put("scheduled_for", scheduledFor.toString());
    return window == null ? trigger : trigger.set("window", window);
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
