package io.activitycore.spi;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.event.EventEnvelope;
import io.activitycore.run.Decision;
import io.activitycore.run.RunKey;
import io.activitycore.run.RunOutcome;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs, their audit, and the ledger that keeps them single. Thread-safe; each request is one
 * transaction. Batches answer in the order of the requests.
 */
public interface RunStore {

  /**
   * Writes the beginning of runs: ledger row, run, task instances, decision, events out. Repeating
   * a request is harmless.
   *
   * @return for each request the plan to follow: the stored one when the same first run id asks
   *     again; or that another run has the key
   */
  List<Prepared> prepare(List<Beginning> beginnings);

  /**
   * Writes the end of runs. The first end of a run wins and is returned to all who come later.
   *
   * @return for each request the outcome that counts
   */
  List<RunOutcome> finish(List<Ending> endings);

  /** What is known of a run. */
  Optional<RunRecord> find(RunKey key);

  /**
   * The beginning of a run.
   *
   * @param key what makes it single
   * @param workflowId Temporal's workflow id
   * @param firstRunId Temporal's first execution run id: the same over continue-as-new
   * @param bodyHash SHA-256 of what started it, in hex
   * @param plan what it will do
   * @param decision its STARTED
   * @param events out, with stable ids
   */
  record Beginning(
      RunKey key,
      String workflowId,
      String firstRunId,
      String bodyHash,
      JsonNode plan,
      Decision decision,
      List<EventEnvelope> events) {}

  /** The answer to a {@link Beginning}. */
  sealed interface Prepared {

    /**
     * Go on.
     *
     * @param plan the one stored first
     */
    record Planned(JsonNode plan) implements Prepared {}

    /**
     * Another run has the key: do nothing.
     *
     * @param firstRunId that run
     */
    record Duplicate(String firstRunId) implements Prepared {}
  }

  /**
   * The end of a run.
   *
   * @param key which run
   * @param firstRunId Temporal's first execution run id
   * @param outcome how it ended
   * @param audit context hash, tasks, version: what {@link RunRecord} gives back
   * @param events out, with stable ids
   */
  record Ending(
      RunKey key,
      String firstRunId,
      RunOutcome outcome,
      JsonNode audit,
      List<EventEnvelope> events) {}

  /**
   * A run.
   *
   * @param key what makes it single
   * @param workflowId Temporal's workflow id
   * @param firstRunId Temporal's first execution run id
   * @param bodyHash SHA-256 of what started it
   * @param plan what it set out to do
   * @param outcome null while it runs
   * @param audit what it did; null while it runs
   */
  record RunRecord(
      RunKey key,
      String workflowId,
      String firstRunId,
      String bodyHash,
      JsonNode plan,
      @Nullable RunOutcome outcome,
      @Nullable JsonNode audit) {}
}
