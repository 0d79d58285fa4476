package io.activitycore.engine.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.engine.internal.graph.Effect;
import io.activitycore.engine.internal.graph.NodeError;
import io.activitycore.engine.internal.graph.Remains;
import io.activitycore.engine.internal.graph.WalkRecord;
import io.activitycore.engine.internal.plan.Plan;
import io.activitycore.run.RunOutcome;
import org.jspecify.annotations.Nullable;

/** What is kept of a run when it ends. Pure. */
final class Audit {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Audit() {}

  static JsonNode of(RunTrigger trigger, Plan plan, Effect.Finished end, Driver driver) {
    WalkRecord record = driver.record();
    ObjectNode audit = base(trigger, end);
    audit.put("context_hash", plan.contextHash());
    audit.set("context", NODES.objectNode().setAll(plan.context()));
    ArrayNode order = audit.putArray("order");
    record.order().forEach(order::add);
    ArrayNode tasks = audit.putArray("tasks");
    record.tasks().forEach(task -> tasks.add(task(trigger, task)));
    ObjectNode skipped = audit.putObject("skipped");
    record.skipped().forEach(skipped::put);
    ArrayNode compensations = audit.putArray("compensations");
    record.compensations().forEach(compensation -> compensations.add(compensation(compensation)));
    ArrayNode events = audit.putArray("emitted");
    driver.emitted().forEach(event -> events.add(event(event)));
    if (end.outcome() != RunOutcome.COMPLETED) {
      audit.set("remains", remains(driver.remains()));
    }
    return audit;
  }

  /** What another generation could go on from. */
  static ObjectNode remains(Remains remains) {
    ObjectNode json = NODES.objectNode();
    json.set("known", NODES.objectNode().setAll(remains.known()));
    ArrayNode undone = json.putArray("undone");
    remains.undone().forEach(undone::add);
    return json;
  }

  /** Of a run that could not begin. */
  static JsonNode refused(RunTrigger trigger, Effect.Finished end) {
    return base(trigger, end);
  }

  private static ObjectNode base(RunTrigger trigger, Effect.Finished end) {
    ObjectNode audit = NODES.objectNode();
    audit.put("outcome", end.outcome().name());
    if (end.reason() != null) {
      audit.put("reason", end.reason());
    }
    audit.put("version", trigger.version());
    audit.put("definition_hash", trigger.definitionHash());
    return audit;
  }

  private static ObjectNode task(RunTrigger trigger, WalkRecord.Task task) {
    ObjectNode json = instance(task.key(), task.node(), task.index(), task.task());
    json.put("task_instance_id", TaskCalls.taskInstanceId(trigger, task.key()));
    json.set("input", task.input());
    json.put("outcome", task.outcome().name());
    if (task.result() != null) {
      json.set("result", task.result());
    }
    return withError(json, task.error());
  }

  private static ObjectNode compensation(WalkRecord.Compensation compensation) {
    ObjectNode json =
        instance(
            compensation.key(), compensation.node(), compensation.index(), compensation.task());
    json.put("outcome", compensation.outcome().name());
    return withError(json, compensation.error());
  }

  private static ObjectNode instance(
      String key, String node, @Nullable Integer index, String task) {
    ObjectNode json = NODES.objectNode().put("instance", key).put("node", node);
    if (index != null) {
      json.put("index", index);
    }
    return json.put("task", task);
  }

  private static ObjectNode withError(ObjectNode json, @Nullable NodeError error) {
    if (error != null) {
      json.putObject("error").put("type", error.type()).put("message", error.message());
    }
    return json;
  }

  static ObjectNode event(Effect.EmitEvent event) {
    ObjectNode json = NODES.objectNode().put("node", event.node()).put("type", event.type());
    json.put("subject", event.subject());
    json.set("payload", event.payload());
    return json;
  }
}
