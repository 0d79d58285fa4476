package io.activitycore.engine.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** One run of an activity; with a trigger of kind {@code key}, one after another. */
@WorkflowInterface
public interface RunActivity {

  /** The workflow's type. */
  String TYPE = "RunActivity";

  /** The signal that brings an answer: {@link #settle}. */
  String SETTLE = "activity-core.settle";

  /** The signal that brings an event to a long-lived run: {@link #event}. */
  String EVENT = "activity-core.event";

  /** The update {@link #pause}. */
  String PAUSE = "activity-core.pause";

  /** The update {@link #resume}. */
  String RESUME = "activity-core.resume";

  /** The query {@link #progress}. */
  String PROGRESS = "activity-core.progress";

  /** The query {@link #remains}. */
  String REMAINS = "activity-core.remains";

  /**
   * Runs it.
   *
   * @param activityId which activity
   * @param trigger what started it, a {@link RunTrigger}; with {@code carried} where an execution
   *     before this one went on
   * @return how it ended
   */
  @WorkflowMethod(name = TYPE)
  JsonNode run(String activityId, JsonNode trigger);

  /**
   * Takes the answer to a wait; one to nothing that is open is ignored.
   *
   * @param answer {@code {"id": wait id, "settlement": ...}}
   */
  @SignalMethod(name = SETTLE)
  void settle(JsonNode answer);

  /**
   * Takes an event, if this run is long-lived.
   *
   * @param trigger a {@link RunTrigger} of kind {@code event}
   */
  @SignalMethod(name = EVENT)
  void event(JsonNode trigger);

  /** Starts nothing more until it is resumed; what runs goes on. Gives the progress. */
  @UpdateMethod(name = PAUSE)
  JsonNode pause();

  /** Goes on. Gives the progress. */
  @UpdateMethod(name = RESUME)
  JsonNode resume();

  /** Where the run is. */
  @QueryMethod(name = PROGRESS)
  JsonNode progress();

  /** What another generation of the run could go on from. */
  @QueryMethod(name = REMAINS)
  JsonNode remains();
}
