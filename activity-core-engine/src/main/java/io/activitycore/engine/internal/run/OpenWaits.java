package io.activitycore.engine.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.engine.internal.graph.Effect;
import io.activitycore.engine.internal.graph.NodeError;
import io.activitycore.engine.internal.graph.Settlement;
import io.activitycore.engine.internal.plan.WaitTimes;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a run waits for from outside: rows in the store, and the timers that belong to them. The row
 * decides: when a timer ends a wait, the row is closed first, and an answer that it has by then
 * counts.
 */
final class OpenWaits {

  private static final Duration LONGEST_REPLY = Duration.ofDays(1);
  private static final String TIMEOUT = "timeout";

  /** One wait. */
  private static final class Open {
    final String id;
    final Effect.Pending effect;
    final Instant since;
    final @Nullable Instant deadline;
    int reminded;
    boolean escalated;
    boolean closing;
    @Nullable CancellationScope timers;

    Open(String id, Effect.Pending effect, Instant since, @Nullable Instant deadline) {
      this.id = id;
      this.effect = effect;
      this.since = since;
      this.deadline = deadline;
    }
  }

  private final Journal journal;
  private final Function<String, String> ids;
  private final BiConsumer<String, Settlement> settle;
  private final SortedMap<String, Open> byId = new TreeMap<>();

  /**
   * None open yet.
   *
   * @param ids the wait's id, by the key of its effect
   * @param settle takes what a wait ended with, by the key of its effect
   */
  OpenWaits(Journal journal, Function<String, String> ids, BiConsumer<String, Settlement> settle) {
    this.journal = journal;
    this.ids = ids;
    this.settle = settle;
  }

  void human(Effect.AwaitHuman human) {
    Open open = open(human, human.due());
    journal.add(JournalEntries.openHuman(human, open.id, open.since, open.deadline));
  }

  void event(Effect.AwaitEvent event) {
    Open open = open(event, event.timeout());
    journal.add(JournalEntries.openEvent(event, open.id, open.since, open.deadline));
  }

  /**
   * A task that answered "pending".
   *
   * @param request {@code type, subject, payload, timeout}
   */
  void reply(Effect.Pending task, JsonNode request) {
    Duration timeout =
        request.hasNonNull(TIMEOUT)
            ? WaitTimes.duration(request.get(TIMEOUT).asText())
            : LONGEST_REPLY;
    Open open = open(task, timeout);
    Instant deadline = open.since.plus(timeout);
    journal.add(JournalEntries.openReply(task, request, open.id, open.since, deadline));
  }

  private Open open(Effect.Pending effect, @Nullable Duration timeout) {
    Instant now = now();
    Open open =
        new Open(ids.apply(effect.key()), effect, now, timeout == null ? null : now.plus(timeout));
    byId.put(open.id, open);
    startTimers(open);
    return open;
  }

  private static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }

  private void startTimers(Open open) {
    CancellationScope scope = Workflow.newCancellationScope(() -> timers(open));
    open.timers = scope;
    scope.run();
  }

  private void timers(Open open) {
    if (open.deadline != null) {
      at(open.deadline, () -> close(open, TIMEOUT));
    }
    if (open.effect instanceof Effect.AwaitHuman human) {
      for (int i = open.reminded; i < human.remind().size(); i++) {
        at(open.since.plus(human.remind().get(i)), () -> remind(open));
      }
      if (human.escalate() != null && !open.escalated) {
        at(open.since.plus(human.escalate().after()), () -> escalate(open, human));
      }
    }
  }

  private static void at(Instant time, Runnable action) {
    Duration wait = Duration.between(now(), time);
    Workflow.newTimer(wait.isNegative() ? Duration.ZERO : wait)
        .handle(
            (done, cancelled) -> {
              if (cancelled == null) {
                action.run();
              }
              return null;
            });
  }

  private void remind(Open open) {
    open.reminded++;
    journal.add(JournalEntries.remind(open.id, open.effect.node(), open.reminded));
  }

  private void escalate(Open open, Effect.AwaitHuman human) {
    open.escalated = true;
    if (human.escalate() != null) {
      journal.add(
          JournalEntries.escalate(
              open.id,
              open.effect.node(),
              human.escalate().assignees(),
              human.escalate().groups()));
    }
  }

  private void close(Open open, String reason) {
    if (!open.closing) {
      open.closing = true;
      journal.add(JournalEntries.close(open.id, open.effect.node(), reason));
    }
  }

  /** Gives up all of them; each settles when its row is closed, or has an answer. */
  void cancel() {
    byId.values().forEach(open -> close(open, NodeError.CANCELLED));
  }

  boolean isEmpty() {
    return byId.isEmpty();
  }

  boolean has(String key) {
    return byId.containsKey(ids.apply(key));
  }

  /** Takes an answer; one to what is not open is ignored. */
  void answered(String id, JsonNode settlement) {
    Open open = byId.get(id);
    if (open != null) {
      end(open, Answers.settlement(settlement));
    }
  }

  /**
   * Takes what the store says of a batch: answers that were there first count; the rest of what was
   * to be closed is.
   */
  void journaled(JsonNode entries, JsonNode answer) {
    answer
        .path("answered")
        .properties()
        .forEach(entry -> answered(entry.getKey(), entry.getValue()));
    for (JsonNode entry : entries) {
      if (entry.path("entry").asText().equals(JournalEntries.CLOSE)) {
        Open open = byId.get(entry.path("id").asText());
        if (open != null) {
          end(open, given(open, entry.path("reason").asText()));
        }
      }
    }
  }

  /** A request that went out may have had its effect. */
  private static Settlement given(Open open, String reason) {
    String message =
        reason.equals(TIMEOUT) ? "no answer until " + open.deadline : "the run was cancelled";
    boolean task = !(open.effect instanceof Effect.AwaitHuman || isEvent(open));
    return task
        ? Settlement.Failed.unknown(reason, message, 0)
        : Settlement.Failed.certain(reason, message, 0);
  }

  private static boolean isEvent(Open open) {
    return open.effect instanceof Effect.AwaitEvent;
  }

  private void end(Open open, Settlement settlement) {
    byId.remove(open.id);
    if (open.timers != null) {
      open.timers.cancel();
    }
    settle.accept(open.effect.key(), settlement);
  }

  /** Their state, by the key of their effect, for an execution that goes on. */
  ObjectNode carry() {
    ObjectNode carried = JsonNodeFactory.instance.objectNode();
    for (Open open : byId.values()) {
      ObjectNode each = carried.putObject(open.effect.key());
      each.put("since", open.since.toString());
      if (open.deadline != null) {
        each.put("deadline", open.deadline.toString());
      }
      each.put("reminded", open.reminded).put("escalated", open.escalated);
      each.put("closing", open.closing);
    }
    return carried;
  }

  /** Goes on with one that is open already. */
  void resume(Effect.Pending effect, JsonNode carried) {
    Instant deadline =
        carried.hasNonNull("deadline") ? Instant.parse(carried.get("deadline").asText()) : null;
    Open open =
        new Open(
            ids.apply(effect.key()),
            effect,
            Instant.parse(carried.path("since").asText()),
            deadline);
    open.reminded = carried.path("reminded").asInt();
    open.escalated = carried.path("escalated").asBoolean();
    open.closing = carried.path("closing").asBoolean();
    byId.put(open.id, open);
    startTimers(open);
  }
}
