package io.activitycore.engine.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.temporal.workflow.Async;
import java.util.function.BiConsumer;

/**
 * Writes what happens while a run is under way, one batch after the other. The entries are those of
 * {@link JournalEntries}.
 */
final class Journal {

  private final RunActivitiesApi local;
  private final RunTrigger trigger;
  private final String firstRunId;
  private final BiConsumer<JsonNode, JsonNode> answer;
  private ArrayNode pending = JsonNodeFactory.instance.arrayNode();
  private int number;
  private boolean urgent;
  private boolean writing;

  /**
   * A journal.
   *
   * @param answer is given each batch and its answer
   */
  Journal(
      RunActivitiesApi local,
      RunTrigger trigger,
      String firstRunId,
      BiConsumer<JsonNode, JsonNode> answer) {
    this.local = local;
    this.trigger = trigger.head();
    this.firstRunId = firstRunId;
    this.answer = answer;
  }

  /** Adds what must be known outside soon. */
  void add(ObjectNode entry) {
    pending.add(entry);
    urgent = true;
  }

  /** Adds what can wait until something else is written, or the run parks. */
  void addLazily(ObjectNode entry) {
    pending.add(entry);
  }

  /** Whether there is something to write, and nothing being written. */
  boolean isDue(boolean parked) {
    return !writing && !pending.isEmpty() && (urgent || parked);
  }

  boolean isIdle() {
    return !writing && !urgent;
  }

  boolean isWriting() {
    return writing;
  }

  /** Starts to write what is pending. */
  void write() {
    ArrayNode entries = pending;
    pending = JsonNodeFactory.instance.arrayNode();
    urgent = false;
    writing = true;
    number++;
    Async.function(local::journal, trigger.toJson(), firstRunId, number, (JsonNode) entries)
        .handle(
            (answered, failure) -> {
              writing = false;
              if (failure != null) {
                throw failure;
              }
              answer.accept(entries, answered);
              return null;
            });
  }

  ObjectNode carry() {
    ObjectNode carried = JsonNodeFactory.instance.objectNode().put("number", number);
    carried.set("pending", pending);
    return carried;
  }

  void resume(JsonNode carried) {
    number = carried.path("number").asInt();
    pending.addAll((ArrayNode) carried.path("pending"));
  }
}
