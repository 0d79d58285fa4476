package io.activitycore.engine.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.engine.internal.graph.Effect;
import io.activitycore.engine.internal.graph.Settlement;
import io.activitycore.engine.internal.plan.Plan;
import io.activitycore.engine.internal.plan.Step;
import io.activitycore.engine.internal.task.ResultLimit;
import io.activitycore.engine.internal.task.TaskHeader;
import io.activitycore.engine.internal.task.TaskHeaderPropagator;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.common.Priority;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tasks as Temporal activities: the type is the task type, the input one JSON argument, the rest
 * travels in the header.
 */
final class TaskCalls {

  private final RunTrigger trigger;
  private final Plan plan;
  private final boolean saysItself;

  TaskCalls(RunTrigger trigger, Plan plan) {
    this.trigger = trigger;
    this.plan = plan;
    this.saysItself =
        WorkflowIds.occasion(trigger.tenant(), trigger.activityId(), trigger.baseId())
            .equals(new WorkflowIds.Occasion(trigger.kind(), trigger.occurrence()));
  }

  /**
   * The idempotency key of a task in a run: the same in every generation, unless the task was
   * undone before.
   */
  static String taskInstanceId(RunTrigger trigger, String key) {
    String id = trigger.baseId() + "/" + key;
    Integer fresh = trigger.redrive() == null ? null : trigger.redrive().fresh().get(key);
    return fresh == null ? id : id + "~r" + fresh;
  }

  /** Whether a task instance undoes another one. Ids of nodes contain no tilde. */
  static boolean isCompensation(String taskInstanceId) {
    return taskInstanceId.indexOf("~compensate", taskInstanceId.lastIndexOf('/')) >= 0;
  }

  String taskInstanceId(String key) {
    return taskInstanceId(trigger, key);
  }

  /** The id of a wait, or a child: unlike a task's it is another one in each generation. */
  String waitId(String key) {
    String id = trigger.baseId() + "/" + key;
    return trigger.generation() == 1 ? id : id + "~r" + trigger.generation();
  }

  /** Whether its handler is called in the run's own worker. */
  boolean isLocal(Effect.StartTask task) {
    return plan.local().contains(task.task()) && task.taskQueue().equals(plan.taskQueue());
  }

  Promise<JsonNode> start(Effect.StartTask task) {
    TaskHeader header = header(task.key(), task.node(), task.resultLimit());
    if (isLocal(task)) {
      return LocalTasks.start(task.task(), task.input(), task.retry(), task.timeouts(), header);
    }
    ActivityOptions.Builder options =
        options(task.retry(), task.timeouts(), task.taskQueue(), header);
    if (task.priority() != null) {
      options.setPriority(Priority.newBuilder().setPriorityKey(task.priority()).build());
    }
    return call(options, task.task(), task.input());
  }

  Promise<JsonNode> start(Effect.StartCompensation task) {
    return call(
        options(
            task.retry(), task.timeouts(), task.taskQueue(), header(task.key(), task.node(), null)),
        task.task(),
        task.input());
  }

  private static Promise<JsonNode> call(
      ActivityOptions.Builder options, String type, JsonNode input) {
    return Workflow.newUntypedActivityStub(options.build())
        .executeAsync(type, JsonNode.class, input);
  }

  private TaskHeader header(String key, String node, @Nullable Integer resultLimit) {
    return new TaskHeader(
        taskInstanceId(key),
        trigger.activityId(),
        node,
        trigger.trace(),
        resultLimit,
        saysItself ? null : trigger.kind(),
        saysItself ? null : trigger.occurrence());
  }

  private static ActivityOptions.Builder options(
      Step.Retry retry, Step.Timeouts timeouts, String queue, TaskHeader header) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(queue)
        .setStartToCloseTimeout(timeouts.startToClose())
        .setScheduleToStartTimeout(timeouts.scheduleToStart())
        .setScheduleToCloseTimeout(timeouts.scheduleToClose())
        .setHeartbeatTimeout(timeouts.heartbeat())
        .setRetryOptions(retryOptions(retry))
        .setDisableEagerExecution(false)
        // Whether a cancelled task had its effect decides whether it is compensated: wait and see.
        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
        .setContextPropagators(
            List.of(new TaskHeaderPropagator(header, Workflow.getInfo().getWorkflowId())));
  }

  static RetryOptions retryOptions(Step.Retry retry) {
    RetryOptions.Builder options =
        RetryOptions.newBuilder()
            .setInitialInterval(retry.initialInterval())
            .setBackoffCoefficient(retry.backoffCoefficient())
            .setMaximumAttempts(retry.maximumAttempts())
            .setDoNotRetry(retry.nonRetryableTypes().toArray(String[]::new));
    if (retry.maximumInterval() != null) {
      options.setMaximumInterval(retry.maximumInterval());
    }
    return options.build();
  }

  /** Workers of others keep no limit: theirs is kept here. */
  static Settlement completed(Effect.Pending effect, @Nullable JsonNode result) {
    Integer most = effect instanceof Effect.StartTask task ? task.resultLimit() : null;
    if (most != null && result != null) {
      int bytes = Plan.size(result);
      if (bytes > most) {
        return Settlement.Failed.unknown(
            ResultLimit.TOO_LARGE, ResultLimit.tooLarge(bytes, most), 0);
      }
    }
    return new Settlement.Completed(result == null ? JsonNodeFactory.instance.nullNode() : result);
  }

  /** A failure is certain only when the handler itself said so, or when it was never called. */
  static Settlement failed(Throwable failure) {
    boolean wrapped = failure instanceof ActivityFailure || failure instanceof ChildWorkflowFailure;
    Throwable cause = wrapped && failure.getCause() != null ? failure.getCause() : failure;
    if (cause instanceof ApplicationFailure application) {
      String message = String.valueOf(application.getOriginalMessage());
      // The handler did its work, and only then gave too much.
      return ResultLimit.TOO_LARGE.equals(application.getType())
          ? Settlement.Failed.unknown(ResultLimit.TOO_LARGE, message, 0)
          : Settlement.Failed.certain(application.getType(), message, 0);
    }
    if (cause instanceof TimeoutFailure timeout) {
      TimeoutType type = timeout.getTimeoutType();
      String message =
          type.name().replaceFirst("^TIMEOUT_TYPE_", "").toLowerCase(java.util.Locale.ROOT);
      return type == TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START
          ? Settlement.Failed.certain("timeout", message, 0)
          : Settlement.Failed.unknown("timeout", message, 0);
    }
    String type = cause instanceof CanceledFailure ? "cancelled" : cause.getClass().getSimpleName();
    return Settlement.Failed.unknown(type, String.valueOf(cause.getMessage()), 0);
  }
}
