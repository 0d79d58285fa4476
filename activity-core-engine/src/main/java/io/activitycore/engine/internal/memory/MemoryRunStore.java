package io.activitycore.engine.internal.memory;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.run.Decision;
import io.activitycore.run.RunKey;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs in a map, under the store's lock. */
final class MemoryRunStore implements RunStore {

  private final Map<RunKey, RunRecord> runs = new HashMap<>();
  private final Tables tables;
  private final JournalTable journals;
  private final MemoryDecisionLog decisions;
  private final MemoryOutbox outbox;

  MemoryRunStore(Tables tables, MemoryDecisionLog decisions, MemoryOutbox outbox, Clock clock) {
    this.tables = tables;
    this.journals = new JournalTable(tables, decisions, outbox, clock);
    this.decisions = decisions;
    this.outbox = outbox;
  }

  @Override
  public List<Prepared> prepare(List<Beginning> beginnings) {
    synchronized (tables) {
      return beginnings.stream().map(this::prepare).toList();
    }
  }

  private Prepared prepare(Beginning beginning) {
    RunRecord known = runs.get(beginning.key());
    if (known != null && isRedrive(beginning, known)) {
      journals.end(beginning.key());
      return begin(beginning, known.plan());
    }
    if (known == null) {
      return begin(beginning, beginning.plan());
    }
    if (known.firstRunId().equals(beginning.firstRunId())) {
      return new Prepared.Planned(known.plan());
    }
    decisions.record(List.of(duplicate(beginning, known)));
    return new Prepared.Duplicate(known.firstRunId());
  }

  private static Decision duplicate(Beginning beginning, RunRecord known) {
    Decision asked = beginning.decision();
    String other =
        known.bodyHash().equals(beginning.bodyHash())
            ? ""
            : ", with another body under the same id";
    return new Decision(
        asked.tenant(),
        asked.eventId(),
        asked.activityId(),
        asked.version(),
        Decision.Kind.DUPLICATE,
        "the ledger has run " + known.firstRunId() + other + ": nothing done",
        asked.workflowId(),
        asked.at());
  }

  private Prepared begin(Beginning beginning, JsonNode plan) {
    runs.put(
        beginning.key(),
        new RunRecord(
            beginning.key(),
            beginning.workflowId(),
            beginning.firstRunId(),
            beginning.generation(),
            beginning.bodyHash(),
            plan,
            null,
            null));
    decisions.record(List.of(beginning.decision()));
    outbox.add(beginning.events());
    return new Prepared.Planned(plan);
  }

  /** An unfinished row is one whose run was terminated: who redrives it has asked Temporal. */
  private static boolean isRedrive(Beginning beginning, RunRecord known) {
    return beginning.generation() == known.generation() + 1
        && known.outcome() != RunOutcome.COMPLETED;
  }

  @Override
  public List<RunOutcome> finish(List<Ending> endings) {
    synchronized (tables) {
      return endings.stream().map(this::finish).toList();
    }
  }

  private RunOutcome finish(Ending ending) {
    RunRecord known = runs.get(ending.key());
    if (known != null && (known.outcome() != null || isOther(known, ending.firstRunId()))) {
      return known.outcome() == null ? ending.outcome() : known.outcome();
    }
    // A run that began in a process before this one is not known here; its end is still worth
    // keeping.
    RunRecord begun =
        known != null
            ? known
            : new RunRecord(
                ending.key(), "", ending.firstRunId(), 1, "", ending.audit(), null, null);
    runs.put(
        ending.key(),
        new RunRecord(
            begun.key(),
            begun.workflowId(),
            begun.firstRunId(),
            begun.generation(),
            begun.bodyHash(),
            begun.plan(),
            ending.outcome(),
            ending.audit()));
    journals.end(ending.key());
    outbox.add(ending.events());
    return ending.outcome();
  }

  /** Whether the row belongs to another execution than this one: a redrive took it over. */
  private static boolean isOther(RunRecord known, String firstRunId) {
    return !known.firstRunId().equals(firstRunId);
  }

  @Override
  public List<Journaled> journal(List<Journal> entries) {
    synchronized (tables) {
      return entries.stream().map(this::journal).toList();
    }
  }

  private Journaled journal(Journal journal) {
    RunRecord known = runs.get(journal.key());
    boolean over =
        known != null && (known.outcome() != null || isOther(known, journal.firstRunId()));
    return over ? journals.ignored(journal) : journals.write(journal);
  }

  @Override
  public Optional<RunRecord> find(RunKey key) {
    synchronized (tables) {
      return Optional.ofNullable(runs.get(key));
    }
  }
}
