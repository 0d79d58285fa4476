package io.activitycore.engine.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.engine.internal.plan.Plan;
import io.activitycore.engine.internal.plan.Step;
import io.activitycore.event.EventEnvelope;
import io.activitycore.run.RunOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Our own events, with ids that are the same however often a transaction is tried. Pure. */
final class RunEvents {

  /**
   * Results beyond this are left out of events: brokers take a megabyte, and a result can be read
   * from the run.
   */
  private static final int LARGEST_RESULT = 64 * 1024;

  private final RunTrigger trigger;
  private final Instant at;

  RunEvents(RunTrigger trigger, Instant at) {
    this.trigger = trigger;
    this.at = at;
  }

  List<EventEnvelope> begun(Plan plan) {
    List<EventEnvelope> events = new ArrayList<>();
    events.add(event("RunStarted", "", body()));
    for (Step step : plan.nodes()) {
      if (step instanceof Step.Task task) {
        events.add(
            event(
                "TaskCreated",
                "/" + task.id(),
                body().put("node", task.id()).put("task", task.task())));
      }
    }
    return events;
  }

  List<EventEnvelope> ended(RunOutcome outcome, JsonNode audit) {
    List<EventEnvelope> events = new ArrayList<>();
    for (JsonNode task : audit.path("tasks")) {
      events.add(task(task));
    }
    for (JsonNode emitted : audit.path("emitted")) {
      events.add(emitted(emitted));
    }
    ObjectNode body = body();
    body.put("outcome", outcome.name());
    if (audit.has("reason")) {
      body.set("reason", audit.get("reason"));
    }
    events.add(event(outcome == RunOutcome.COMPLETED ? "RunCompleted" : "RunFailed", "", body));
    if (!audit.path("compensations").isEmpty()) {
      events.add(
          event("RunCompensated", "", body().set("compensations", audit.get("compensations"))));
    }
    return events;
  }

  private EventEnvelope emitted(JsonNode emitted) {
    return new EventEnvelope(
        trigger.workflowId() + "/" + emitted.path("node").asText() + "#emit",
        emitted.path("type").asText(),
        "activity-core/" + trigger.tenant(),
        at,
        emitted.hasNonNull("subject") ? emitted.get("subject").asText() : null,
        trigger.trace(),
        null,
        emitted.path("payload"),
        Map.of());
  }

  private EventEnvelope task(JsonNode task) {
    boolean completed = task.path("outcome").asText().equals("COMPLETED");
    ObjectNode body = body();
    body.put("node", task.path("node").asText());
    body.put("task", task.path("task").asText());
    body.put("task_instance_id", task.path("task_instance_id").asText());
    if (completed) {
      JsonNode result = task.path("result");
      if (result.toString().length() <= LARGEST_RESULT) {
        body.set("result", result);
      } else {
        body.put("result_omitted", true);
      }
    } else {
      body.set("error", task.path("error"));
    }
    String instance = task.path("instance").asText();
    return event(completed ? "TaskCompleted" : "TaskFailed", "/" + instance, body);
  }

  private ObjectNode body() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("activity_id", trigger.activityId())
        .put("version", trigger.version())
        .put("workflow_id", trigger.workflowId())
        .put("trigger", trigger.kind())
        .put("occurrence", trigger.occurrence());
  }

  private EventEnvelope event(String type, String suffix, JsonNode payload) {
    return new EventEnvelope(
        trigger.workflowId() + suffix + "#" + type,
        type,
        "activity-core/" + trigger.tenant(),
        at,
        trigger.activityId(),
        trigger.trace(),
        null,
        payload,
        Map.of());
  }
}
