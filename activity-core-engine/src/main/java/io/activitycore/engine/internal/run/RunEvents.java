package io.activitycore.engine.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.activitycore.engine.internal.plan.Plan;
import io.activitycore.engine.internal.plan.Step;
import io.activitycore.event.EventEnvelope;
import io.activitycore.handler.Pending;
import io.activitycore.run.RunOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Our own events, with ids that are the same however often a transaction is tried. Pure. */
final class RunEvents {

  private final RunTrigger trigger;
  private final Instant at;

  RunEvents(RunTrigger trigger, Instant at) {
    this.trigger = trigger;
    this.at = at;
  }

  List<EventEnvelope> begun(Plan plan) {
    List<EventEnvelope> events = new ArrayList<>();
    events.add(event("RunStarted", own() + "#RunStarted", body()));
    for (Step step : plan.nodes()) {
      if (step instanceof Step.Task task) {
        events.add(
            event(
                "TaskCreated",
                own() + "/" + task.id() + "#TaskCreated",
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
    String type = outcome == RunOutcome.COMPLETED ? "RunCompleted" : "RunFailed";
    events.add(event(type, own() + "#" + type, body));
    if (!audit.path("compensations").isEmpty()) {
      events.add(
          event(
              "RunCompensated",
              own() + "#RunCompensated",
              body().set("compensations", audit.get("compensations"))));
    }
    return events;
  }

  EventEnvelope emitted(JsonNode emitted) {
    return new EventEnvelope(
        trigger.baseId() + "/" + emitted.path("node").asText() + "#emit",
        emitted.path("type").asText(),
        "activity-core/" + trigger.tenant(),
        at,
        emitted.hasNonNull("subject") ? emitted.get("subject").asText() : null,
        trigger.trace(),
        null,
        emitted.path("payload"),
        Map.of());
  }

  /** Something about a human task. */
  EventEnvelope human(JsonNode entry, String type) {
    String id = entry.path("id").asText();
    ObjectNode body = body().put("human_task_id", id).put("node", entry.path("node").asText());
    for (String name : List.of("assignees", "groups", "priority", "deadline", "number")) {
      if (entry.hasNonNull(name)) {
        body.set(name, entry.get(name));
      }
    }
    String number = entry.has("number") ? "-" + entry.get("number").asInt() : "";
    return event(type, id + "#" + type + number, body);
  }

  /** What an async task asks somebody else to do. */
  EventEnvelope request(JsonNode entry, String token) {
    JsonNode request = entry.path("request");
    return new EventEnvelope(
        entry.path("id").asText() + "#request",
        request.path("type").asText(),
        "activity-core/" + trigger.tenant(),
        at,
        request.hasNonNull("subject") ? request.get("subject").asText() : null,
        trigger.trace(),
        null,
        request.path("payload"),
        Map.of(Pending.TOKEN, TextNode.valueOf(token)));
  }

  EventEnvelope task(JsonNode task) {
    boolean completed = task.path("outcome").asText().equals("COMPLETED");
    ObjectNode body = body();
    body.put("node", task.path("node").asText());
    body.put("task", task.path("task").asText());
    body.put("task_instance_id", task.path("task_instance_id").asText());
    if (completed) {
      JsonNode result = task.path("result");
      if (result.toString().length() <= JournalEntries.LARGEST_RESULT) {
        body.set("result", result);
      } else {
        body.put("result_omitted", true);
      }
    } else {
      body.set("error", task.path("error"));
    }
    String type = completed ? "TaskCompleted" : "TaskFailed";
    // It may fail in each generation, but completes in one.
    String again = completed || trigger.generation() == 1 ? "" : "~r" + trigger.generation();
    return event(type, task.path("task_instance_id").asText() + again + "#" + type, body);
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

  /** The id of this run in this generation. */
  private String own() {
    return trigger.within() == null ? trigger.workflowId() : trigger.baseId();
  }

  private EventEnvelope event(String type, String id, JsonNode payload) {
    return new EventEnvelope(
        id,
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
