package io.activitycore.engine.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.engine.internal.graph.Effect;
import io.activitycore.engine.internal.graph.Settlement;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The entries of a {@link Journal}: objects with one member {@code entry}. Pure. */
final class JournalEntries {

  static final String EMIT = "emit";
  static final String TASK = "task";
  static final String OPEN = "open";
  static final String REMIND = "remind";
  static final String ESCALATE = "escalate";
  static final String CLOSE = "close";

  /**
   * Results beyond this are left out of events: brokers take a megabyte, and a result can be read
   * from the run.
   */
  static final int LARGEST_RESULT = 64 * 1024;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private JournalEntries() {}

  private static ObjectNode entry(String kind) {
    return NODES.objectNode().put("entry", kind);
  }

  static ObjectNode emit(Effect.EmitEvent event) {
    return Audit.event(event).put("entry", EMIT);
  }

  /** A task that has settled. */
  static ObjectNode task(Effect.StartTask task, String id, Settlement settlement) {
    ObjectNode entry = entry(TASK).put("instance", task.key()).put("node", task.node());
    entry.put("task", task.task()).put("task_instance_id", id);
    if (settlement instanceof Settlement.Completed completed) {
      entry.put("outcome", "COMPLETED");
      boolean small = completed.result().toString().length() <= LARGEST_RESULT;
      if (small) {
        entry.set("result", completed.result());
      } else {
        entry.put("result_omitted", true);
      }
    } else if (settlement instanceof Settlement.Failed failed) {
      entry.put("outcome", failed.unknown() ? "UNKNOWN" : "FAILED");
      entry
          .putObject("error")
          .put("type", failed.error().type())
          .put("message", failed.error().message());
    }
    return entry;
  }

  private static ObjectNode open(
      String kind, String id, Effect.Pending effect, Instant now, @Nullable Instant deadline) {
    ObjectNode entry = entry(OPEN).put("kind", kind).put("id", id).put("key", effect.key());
    entry.put("node", effect.node()).put("opened_at", now.toString());
    if (deadline != null) {
      entry.put("deadline", deadline.toString());
    }
    return entry;
  }

  static ObjectNode openHuman(
      Effect.AwaitHuman human, String id, Instant now, @Nullable Instant deadline) {
    ObjectNode entry = open("HUMAN", id, human, now, deadline);
    entry.set("assignees", texts(human.assignees()));
    entry.set("groups", texts(human.groups()));
    if (human.form() != null) {
      entry.set("form", human.form());
    }
    if (human.priority() != null) {
      entry.put("priority", human.priority());
    }
    return entry;
  }

  static ObjectNode openEvent(
      Effect.AwaitEvent event, String id, Instant now, @Nullable Instant deadline) {
    ObjectNode entry = open("EVENT", id, event, now, deadline);
    entry.put("type", event.type()).put("correlate", event.correlate());
    entry.set("variables", event.variables());
    return entry;
  }

  /**
   * An async task's request.
   *
   * @param request {@code type, subject, payload}
   */
  static ObjectNode openReply(
      Effect.Pending task, JsonNode request, String id, Instant now, Instant deadline) {
    ObjectNode entry = open("REPLY", id, task, now, deadline);
    entry.set("request", request);
    return entry;
  }

  static ObjectNode remind(String id, String node, int number) {
    return entry(REMIND).put("id", id).put("node", node).put("number", number);
  }

  static ObjectNode escalate(String id, String node, List<String> assignees, List<String> groups) {
    ObjectNode entry = entry(ESCALATE).put("id", id).put("node", node);
    entry.set("assignees", texts(assignees));
    entry.set("groups", texts(groups));
    return entry;
  }

  static ObjectNode close(String id, String node, String reason) {
    return entry(CLOSE).put("id", id).put("node", node).put("reason", reason);
  }

  private static ArrayNode texts(List<String> texts) {
    ArrayNode array = NODES.arrayNode();
    texts.forEach(array::add);
    return array;
  }
}
