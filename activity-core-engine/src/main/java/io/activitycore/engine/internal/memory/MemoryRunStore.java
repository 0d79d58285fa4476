package io.activitycore.engine.internal.memory;

import io.activitycore.run.RunKey;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs in a map; one lock makes each request a transaction. */
final class MemoryRunStore implements RunStore {

  private final Map<RunKey, RunRecord> runs = new HashMap<>();
  private final MemoryDecisionLog decisions;
  private final MemoryOutbox outbox;

  MemoryRunStore(MemoryDecisionLog decisions, MemoryOutbox outbox) {
    this.decisions = decisions;
    this.outbox = outbox;
  }

  @Override
  public synchronized List<Prepared> prepare(List<Beginning> beginnings) {
    return beginnings.stream().map(this::prepare).toList();
  }

  private Prepared prepare(Beginning beginning) {
    RunRecord known = runs.get(beginning.key());
    if (known != null) {
      return known.firstRunId().equals(beginning.firstRunId())
          ? new Prepared.Planned(known.plan())
          : new Prepared.Duplicate(known.firstRunId());
    }
    runs.put(
        beginning.key(),
        new RunRecord(
            beginning.key(),
            beginning.workflowId(),
            beginning.firstRunId(),
            beginning.bodyHash(),
            beginning.plan(),
            null,
            null));
    decisions.record(List.of(beginning.decision()));
    outbox.add(beginning.events());
    return new Prepared.Planned(beginning.plan());
  }

  @Override
  public synchronized List<RunOutcome> finish(List<Ending> endings) {
    return endings.stream().map(this::finish).toList();
  }

  private RunOutcome finish(Ending ending) {
    RunRecord known = runs.get(ending.key());
    if (known != null && known.outcome() != null) {
      return known.outcome();
    }
    // A run that began in a process before this one is not known here; its end is still worth
    // keeping.
    RunRecord begun =
        known != null
            ? known
            : new RunRecord(ending.key(), "", ending.firstRunId(), "", ending.audit(), null, null);
    runs.put(
        ending.key(),
        new RunRecord(
            begun.key(),
            begun.workflowId(),
            begun.firstRunId(),
            begun.bodyHash(),
            begun.plan(),
            ending.outcome(),
            ending.audit()));
    outbox.add(ending.events());
    return ending.outcome();
  }

  @Override
  public synchronized Optional<RunRecord> find(RunKey key) {
    return Optional.ofNullable(runs.get(key));
  }
}
