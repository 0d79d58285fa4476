package io.activitycore.engine.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** The local Temporal activities of a run; each that writes is one transaction in the store. */
@ActivityInterface
public interface RunActivitiesApi {

  /**
   * Resolves the context, makes the plan, and writes the beginning.
   *
   * @param trigger a {@link RunTrigger}
   * @param firstRunId Temporal's first execution run id of the asking workflow
   * @return a {@link Preparation}
   */
  @ActivityMethod(name = "activity-core.prepare")
  JsonNode prepare(JsonNode trigger, String firstRunId);

  /**
   * Writes the end.
   *
   * @param trigger a {@link RunTrigger}, or its head
   * @param firstRunId Temporal's first execution run id of the asking workflow
   * @param outcome a {@link io.activitycore.run.RunOutcome}
   * @param audit what the run did
   * @return the outcome that counts
   */
  @ActivityMethod(name = "activity-core.finish")
  String finish(JsonNode trigger, String firstRunId, String outcome, JsonNode audit);

  /**
   * Writes what happened since the journal before.
   *
   * @param trigger a {@link RunTrigger}'s head
   * @param firstRunId Temporal's first execution run id of the asking workflow
   * @param number 1 for the first of a run
   * @param entries of {@link JournalEntries}
   * @return {@code {"answered": {wait id: settlement}}}: waits that an answer has reached
   */
  @ActivityMethod(name = "activity-core.journal")
  JsonNode journal(JsonNode trigger, String firstRunId, int number, JsonNode entries);

  /**
   * Finds the activity that a run wants to start.
   *
   * @return {@code {"version", "hash", "task_queue"}} of its current version, or {@code {"error"}}
   */
  @ActivityMethod(name = "activity-core.target")
  JsonNode target(String tenant, String activityId);

  /**
   * Calls a handler that is registered as local.
   *
   * @param header a {@link io.activitycore.engine.internal.task.TaskHeader}
   */
  @ActivityMethod(name = "activity-core.task")
  JsonNode task(String type, JsonNode input, JsonNode header);
}
