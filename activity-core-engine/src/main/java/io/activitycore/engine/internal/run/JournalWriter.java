package io.activitycore.engine.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.event.EventEnvelope;
import io.activitycore.expression.ExpressionEngine;
import io.activitycore.run.HumanTask;
import io.activitycore.spi.RunStore;
import io.activitycore.spi.Store;
import io.activitycore.spi.Wait;
import io.activitycore.spi.WaitStore.Acceptance;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the entries of a {@link Journal} into one transaction in the store. Thread-safe. */
final class JournalWriter {

  private static final int DEFAULT_PRIORITY = 3;

  private final Store store;
  private final Correlation correlation;
  private final @Nullable TokenSigner tokens;
  private final Clock clock;

  JournalWriter(
      Store store, ExpressionEngine expressions, @Nullable TokenSigner tokens, Clock clock) {
    this.store = store;
    this.correlation = new Correlation(expressions);
    this.tokens = tokens;
    this.clock = clock;
  }

  /** One batch on its way into the store. */
  private static final class Batch {
    final List<EventEnvelope> events = new ArrayList<>();
    final List<Wait> opened = new ArrayList<>();
    final List<HumanTask> people = new ArrayList<>();
    final List<RunStore.Reassignment> reassigned = new ArrayList<>();
    final List<String> closed = new ArrayList<>();
    final ObjectNode answered = JsonNodeFactory.instance.objectNode();
  }

  JsonNode write(RunTrigger trigger, String firstRunId, int number, JsonNode entries) {
    Batch batch = new Batch();
    RunEvents events = new RunEvents(trigger, clock.instant());
    for (JsonNode entry : entries) {
      add(trigger, events, entry, batch);
    }
    RunStore.Journaled journaled =
        store
            .runs()
            .journal(
                List.of(
                    new RunStore.Journal(
                        trigger.key(),
                        firstRunId,
                        number,
                        batch.events,
                        batch.opened,
                        batch.people,
                        batch.reassigned,
                        batch.closed)))
            .get(0);
    journaled.answered().forEach(batch.answered::set);
    batch.opened.forEach(wait -> lookBack(wait, journaled.earlier()));
    for (Wait wait : batch.opened) {
      store
          .waits()
          .find(trigger.tenant(), wait.id())
          .filter(row -> row.settlement() != null)
          .ifPresent(row -> batch.answered.set(wait.id(), row.settlement()));
    }
    return JsonNodeFactory.instance.objectNode().set("answered", batch.answered);
  }

  private void add(RunTrigger trigger, RunEvents events, JsonNode entry, Batch batch) {
    switch (entry.path("entry").asText()) {
      case JournalEntries.EMIT -> batch.events.add(events.emitted(entry));
      case JournalEntries.TASK -> batch.events.add(events.task(entry));
      case JournalEntries.OPEN -> open(trigger, events, entry, batch);
      case JournalEntries.REMIND -> batch.events.add(events.human(entry, "HumanTaskReminder"));
      case JournalEntries.ESCALATE -> {
        batch.reassigned.add(
            new RunStore.Reassignment(
                entry.path("id").asText(), texts(entry, "assignees"), texts(entry, "groups")));
        batch.events.add(events.human(entry, "HumanTaskEscalated"));
      }
      case JournalEntries.CLOSE -> batch.closed.add(entry.path("id").asText());
      default -> throw new IllegalArgumentException("not an entry of a journal: " + entry);
    }
  }

  private void open(RunTrigger trigger, RunEvents events, JsonNode entry, Batch batch) {
    Wait wait = wait(trigger, entry);
    switch (wait.kind()) {
      case HUMAN -> {
        batch.people.add(person(trigger, entry, wait));
        batch.events.add(events.human(entry, "HumanTaskCreated"));
      }
      case REPLY -> {
        if (tokens == null || wait.deadline() == null) {
          batch.answered.set(wait.id(), noSecret());
          return;
        }
        String token = tokens.sign(wait.tenant(), wait.id(), wait.deadline());
        batch.events.add(events.request(entry, token));
      }
      default -> {}
    }
    batch.opened.add(wait);
  }

  private static JsonNode noSecret() {
    ObjectNode settlement = JsonNodeFactory.instance.objectNode();
    settlement
        .putObject("error")
        .put("type", "no_reply_secret")
        .put("message", "the handler answered pending, but this host has no reply secret");
    return settlement;
  }

  private static Wait wait(RunTrigger trigger, JsonNode entry) {
    return new Wait(
        entry.path("id").asText(),
        Wait.Kind.valueOf(entry.path("kind").asText()),
        trigger.tenant(),
        trigger.workflowId(),
        entry.path("key").asText(),
        Instant.parse(entry.path("opened_at").asText()),
        entry.hasNonNull("deadline") ? Instant.parse(entry.get("deadline").asText()) : null,
        entry.hasNonNull("type") ? entry.get("type").asText() : null,
        entry.hasNonNull("correlate") ? entry.get("correlate").asText() : null,
        entry.get("variables"));
  }

  private static HumanTask person(RunTrigger trigger, JsonNode entry, Wait wait) {
    return new HumanTask(
        wait.id(),
        wait.tenant(),
        trigger.activityId(),
        wait.workflowId(),
        entry.path("node").asText(),
        texts(entry, "assignees"),
        texts(entry, "groups"),
        entry.get("form"),
        entry.path("priority").asInt(DEFAULT_PRIORITY),
        wait.openedAt(),
        wait.deadline(),
        HumanTask.Status.OPEN,
        null,
        null,
        null,
        1);
  }

  /** An event that came before its wait was open counts too. */
  private void lookBack(Wait wait, Map<String, List<EventEnvelope>> earlier) {
    for (EventEnvelope event : earlier.getOrDefault(wait.id(), List.of())) {
      if (correlation.fits(wait, event)) {
        Acceptance accepted =
            store
                .waits()
                .accept(wait.tenant(), wait.id(), event.eventId(), Correlation.settlement(event));
        if (accepted == Acceptance.ACCEPTED || accepted == Acceptance.REPEATED) {
          store.waits().delivered(wait.tenant(), wait.id());
        }
        return;
      }
    }
  }

  private static List<String> texts(JsonNode entry, String name) {
    List<String> texts = new ArrayList<>();
    entry.path(name).forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
