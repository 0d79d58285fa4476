package io.activitycore.engine.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A long-lived run: the events of one key, one at a time, in the order they came, with state
 * between them. Each event is a run of its own in the ledger.
 */
final class LongLived {

  /** Ids of events that were taken, the newest; the ledger knows all of them. */
  private static final int MOST_SEEN = 10_000;

  private final RunTrigger trigger;
  private final Mailbox mailbox;
  private final Deque<RunTrigger> queue;
  private final Function<RunTrigger, OneRun> runs;
  private final Set<String> seen = new LinkedHashSet<>();
  private ObjectNode state = JsonNodeFactory.instance.objectNode();
  private int handled;
  private boolean restart;
  private boolean upgrades;
  private @Nullable CarriedRun current;

  /**
   * A long-lived run.
   *
   * @param runs makes the run of one event
   */
  LongLived(RunTrigger trigger, Mailbox mailbox, Function<RunTrigger, OneRun> runs) {
    this.trigger = trigger;
    this.mailbox = mailbox;
    this.queue = mailbox.events();
    this.runs = runs;
  }

  /** How it ended, or null when another execution goes on: {@link #carry}. */
  @Nullable JsonNode run() {
    Promise<String> cancel = CancellationScope.current().getCancellationRequest();
    while (true) {
      Workflow.await(() -> !queue.isEmpty() || cancel.isCompleted());
      if (queue.isEmpty()) {
        throw new CanceledFailure("the long-lived run was cancelled");
      }
      RunTrigger event = queue.element().within(trigger, state);
      if (current == null && seen.contains(event.occurrence())) {
        queue.remove();
        continue;
      }
      OneRun run = runs.apply(event);
      OneRun.Result result = run.run(current);
      current = null;
      if (result instanceof OneRun.Result.GoesOn goesOn) {
        current = goesOn.carried();
        return null;
      }
      queue.remove();
      see(event.occurrence());
      JsonNode end = after(run, result);
      if (end != null) {
        return end;
      }
      // Once a cancel was requested, the SDK ends an execution that continues as new.
      if (!cancel.isCompleted() && (restart || Driver.isHistoryLong())) {
        return null;
      }
    }
  }

  private void see(String eventId) {
    seen.add(eventId);
    Iterator<String> oldest = seen.iterator();
    if (seen.size() > MOST_SEEN) {
      oldest.next();
      oldest.remove();
    }
  }

  /** Ends it, when it is complete or had nothing to do. */
  private @Nullable JsonNode after(OneRun run, OneRun.Result result) {
    if (result instanceof OneRun.Result.Duplicate duplicate) {
      boolean idle = handled == 0 && queue.isEmpty();
      return idle ? RunActivityWorkflow.duplicate(duplicate.firstRunId()) : null;
    }
    handled++;
    upgrades = run.upgrades();
    state = run.state();
    RunTrigger now = run.trigger().within(trigger, state);
    boolean complete = Workflow.sideEffect(Boolean.class, () -> run.isComplete(now.variables()));
    if (!complete) {
      return null;
    }
    queue.removeIf(event -> seen.contains(event.occurrence()));
    if (queue.isEmpty()) {
      return JsonNodeFactory.instance.objectNode().put("outcome", "COMPLETED").set("state", state);
    }
    // What came after the end begins the key anew.
    state = JsonNodeFactory.instance.objectNode();
    handled = 0;
    restart = true;
    return null;
  }

  /**
   * Whether the next execution is to follow the current version: never in the midst of an event.
   */
  boolean upgrades() {
    return upgrades && current == null;
  }

  /** All that another execution needs to go on from here. */
  JsonNode carry() {
    ObjectNode carried = JsonNodeFactory.instance.objectNode();
    carried.set("state", state);
    carried.put("handled", handled).put("paused", mailbox.isPaused());
    ArrayNode ids = carried.putArray("seen");
    seen.forEach(ids::add);
    ArrayNode events = carried.putArray("queue");
    queue.forEach(event -> events.add(event.toJson()));
    if (current != null) {
      carried.set("current", current.tree());
    }
    return carried;
  }

  /** Goes on; events that this execution received already come after those before it. */
  void resume(JsonNode carried) {
    state = (ObjectNode) carried.path("state");
    handled = carried.path("handled").asInt();
    mailbox.carriedPause(carried.path("paused").asBoolean());
    carried.path("seen").forEach(id -> seen.add(id.asText()));
    ArrayNode events = (ArrayNode) carried.path("queue");
    for (int i = events.size() - 1; i >= 0; i--) {
      queue.addFirst(RunTrigger.fromJson(events.get(i)));
    }
    current = carried.has("current") ? CarriedRun.of(carried.get("current")) : null;
  }
}
