package io.activitycore.engine.internal.memory;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.event.EventEnvelope;
import io.activitycore.run.Decision;
import io.activitycore.run.RunKey;
import io.activitycore.spi.RunStore.Journal;
import io.activitycore.spi.RunStore.Journaled;
import io.activitycore.spi.Wait;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What runs wrote while under way, and what they were answered. Not thread-safe: whoever calls
 * holds the store's lock.
 */
final class JournalTable {

  /** A run is recorded as started a little after it began. */
  private static final Duration START_LAG = Duration.ofSeconds(10);

  private record Entry(String firstRunId, int number) {}

  private final Map<RunKey, Map<Entry, Journaled>> written = new HashMap<>();
  private final Tables tables;
  private final MemoryDecisionLog decisions;
  private final MemoryOutbox outbox;
  private final Clock clock;

  JournalTable(Tables tables, MemoryDecisionLog decisions, MemoryOutbox outbox, Clock clock) {
    this.tables = tables;
    this.decisions = decisions;
    this.outbox = outbox;
    this.clock = clock;
  }

  /** Writes an entry, unless it was written. */
  Journaled write(Journal journal) {
    Map<Entry, Journaled> ofRun = written.computeIfAbsent(journal.key(), key -> new HashMap<>());
    Entry entry = new Entry(journal.firstRunId(), journal.number());
    Journaled before = ofRun.get(entry);
    if (before != null) {
      return before;
    }
    Map<String, JsonNode> answered = close(journal);
    journal.opened().forEach(wait -> tables.waits().open(journal.key(), wait));
    journal.people().forEach(tables.people()::create);
    journal.reassigned().forEach(more -> tables.people().reassign(journal.key().tenant(), more));
    Journaled answer = new Journaled(answered, earlier(journal));
    ofRun.put(entry, answer);
    outbox.add(journal.events()); // last: an answer to one of them finds its wait
    return answer;
  }

  /** The answer to an entry of a run that is over or that another execution took over. */
  Journaled ignored(Journal journal) {
    return written
        .getOrDefault(journal.key(), Map.of())
        .getOrDefault(
            new Entry(journal.firstRunId(), journal.number()), new Journaled(Map.of(), Map.of()));
  }

  private Map<String, JsonNode> close(Journal journal) {
    Map<String, JsonNode> answered = new TreeMap<>();
    for (String id : journal.closed()) {
      JsonNode answer = close(journal.key(), id);
      if (answer != null) {
        answered.put(id, answer);
      }
    }
    return answered;
  }

  private @Nullable JsonNode close(RunKey run, String id) {
    tables.people().close(run.tenant(), id);
    return tables.waits().close(run.tenant(), id);
  }

  private Map<String, List<EventEnvelope>> earlier(Journal journal) {
    Map<String, List<EventEnvelope>> earlier = new TreeMap<>();
    Instant began = began(journal.key());
    for (Wait wait : journal.opened()) {
      if (wait.kind() == Wait.Kind.EVENT) {
        earlier.put(
            wait.id(),
            tables.events().since(wait.tenant(), wait.eventType(), began, clock.instant()));
      }
    }
    return earlier;
  }

  /** The beginning of time for a run that is not known here. */
  private Instant began(RunKey run) {
    return decisions.find(run.tenant(), run.occurrence()).stream()
        .filter(made -> made.kind() == Decision.Kind.STARTED)
        .filter(made -> run.activityId().equals(made.activityId()))
        .findFirst()
        .map(made -> made.at().minus(START_LAG))
        .orElse(Instant.MIN);
  }

  /** Ends a run: it waits for nothing more, and asks nothing more. */
  void end(RunKey run) {
    tables.waits().of(run).forEach(id -> close(run, id));
  }
}
