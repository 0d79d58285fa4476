package io.activitycore.engine.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** The two local Temporal activities of a run; each is one transaction in the store. */
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
}
