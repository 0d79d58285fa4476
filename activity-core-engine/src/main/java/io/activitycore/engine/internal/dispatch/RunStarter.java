package io.activitycore.engine.internal.dispatch;

import com.fasterxml.jackson.databind.JsonNode;

/** Starts runs. The one place that calls Temporal on the way in. */
public interface RunStarter {

  /**
   * Starts a run unless its id was used before.
   *
   * @throws UnavailableException when nobody can say whether it started: ask again with the same
   *     request
   * @throws RefusedException when it can never start
   */
  Started start(StartRequest request);

  /**
   * What to start.
   *
   * @param workflowId its id: the first wall against doubles
   * @param taskQueue where it is queued
   * @param activityId the activity, also as search attribute
   * @param bodyHash of what started it, as the trigger says it: compared when the id exists
   * @param trigger the workflow's second argument
   */
  record StartRequest(
      String workflowId, String taskQueue, String activityId, String bodyHash, JsonNode trigger) {}

  /** What happened. */
  enum Started {
    /** A new run. */
    NEW,
    /** The run was there before, with the same body. */
    EXISTS,
    /** The run was there before, with another body under the same id. */
    EXISTS_WITH_OTHER_BODY
  }
}
