package io.activitycore.engine.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** One run of an activity. */
@WorkflowInterface
public interface RunActivity {

  /** The workflow's type. */
  String TYPE = "RunActivity";

  /**
   * Runs it.
   *
   * @param activityId which activity
   * @param trigger what started it, a {@link RunTrigger}
   * @return how it ended
   */
  @WorkflowMethod(name = TYPE)
  JsonNode run(String activityId, JsonNode trigger);
}
