package io.activitycore.spi;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.event.EventEnvelope;
import io.activitycore.run.Decision;
import io.activitycore.run.HumanTask;
import io.activitycore.run.RunKey;
import io.activitycore.run.RunOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
   *     again; or that another run has the key, which is also written as a decision DUPLICATE that
   *     says whether the bodies differ
   */
  List<Prepared> prepare(List<Beginning> beginnings);

  /**
   * Writes the end of runs. The first end of a run wins and is returned to all who come later.
   *
   * @return for each request the outcome that counts
   */
  List<RunOutcome> finish(List<Ending> endings);

  /**
   * Writes what happened while a run is under way: events out, waits that open, waits that close.
   * Repeating a request is harmless: one whose number was written before changes nothing and gets
   * the same answer.
   */
  List<Journaled> journal(List<Journal> journals);

  /** What is known of a run. */
  Optional<RunRecord> find(RunKey key);

  /**
   * How long a key is remembered at least: an older event may have run before, though it is not
   * found. Empty, the default, when nothing is forgotten.
   */
  default Optional<Duration> window() {
    return Optional.empty();
  }

  /**
   * What happened since the journal before.
   *
   * @param key which run
   * @param firstRunId Temporal's first execution run id
   * @param number 1 for the first of a run, then one more each time
   * @param events out, with stable ids
   * @param opened waits that begin
   * @param people the human tasks among them
   * @param reassigned human tasks that others may do from now on: by wait id
   * @param closed wait ids that the run gives up
   */
  record Journal(
      RunKey key,
      String firstRunId,
      int number,
      List<EventEnvelope> events,
      List<Wait> opened,
      List<HumanTask> people,
      List<Reassignment> reassigned,
      List<String> closed) {}

  /**
   * More people may do a human task.
   *
   * @param id the task
   * @param assignees added
   * @param groups added
   */
  record Reassignment(String id, List<String> assignees, List<String> groups) {}

  /**
   * The answer to a {@link Journal}.
   *
   * @param answered of the waits to be closed, those that an answer reached first: their
   *     settlements by id
   * @param earlier of the opened waits for events, the events of their type that came since the run
   *     began and are still kept, oldest first, by wait id
   */
  record Journaled(Map<String, JsonNode> answered, Map<String, List<EventEnvelope>> earlier) {}

  /**
   * The beginning of a run.
   *
   * @param key what makes it single
   * @param workflowId Temporal's workflow id
   * @param firstRunId Temporal's first execution run id: the same over continue-as-new
   * @param generation 1, or one more than the row's when a run that did not complete is redriven:
   *     then the row is taken over, its outcome is open again, and its plan stays
   * @param bodyHash SHA-256 of what started it, in hex
   * @param plan what it will do
   * @param decision its STARTED
   * @param events out, with stable ids
   */
  record Beginning(
      RunKey key,
      String workflowId,
      String firstRunId,
      int generation,
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
   * @param generation how often it was driven, 1 at first
   * @param bodyHash SHA-256 of what started it
   * @param plan what it set out to do
   * @param outcome null while it runs
   * @param audit what it did; null while it runs
   */
  record RunRecord(
      RunKey key,
      String workflowId,
      String firstRunId,
      int generation,
      String bodyHash,
      JsonNode plan,
      @Nullable RunOutcome outcome,
      @Nullable JsonNode audit) {}
}
