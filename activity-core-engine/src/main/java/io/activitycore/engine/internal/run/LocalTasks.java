package io.activitycore.engine.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.engine.internal.plan.Step;
import io.activitycore.engine.internal.task.TaskHeader;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** Tasks whose handlers are called in the run's own worker: no queue, one history event. */
final class LocalTasks {

  /** An attempt that waits longer than this for its turn waits on a timer of the server's. */
  private static final Duration LONGEST_LOCAL_WAIT = Duration.ofSeconds(2);

  private LocalTasks() {}

  static Promise<JsonNode> start(
      String type, JsonNode input, Step.Retry retry, Step.Timeouts timeouts, TaskHeader header) {
    LocalActivityOptions.Builder options =
        LocalActivityOptions.newBuilder()
            .setStartToCloseTimeout(timeouts.startToClose())
            .setLocalRetryThreshold(LONGEST_LOCAL_WAIT)
            .setDoNotIncludeArgumentsIntoMarker(true)
            .setRetryOptions(TaskCalls.retryOptions(retry));
    if (timeouts.scheduleToClose() != null) {
      options.setScheduleToCloseTimeout(timeouts.scheduleToClose());
    }
    RunActivitiesApi local = Workflow.newLocalActivityStub(RunActivitiesApi.class, options.build());
    return Async.function(local::task, type, input, header.toJson());
  }
}
