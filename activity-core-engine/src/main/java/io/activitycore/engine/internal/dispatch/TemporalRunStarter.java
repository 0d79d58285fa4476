package io.activitycore.engine.internal.dispatch;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.engine.internal.run.FirstEvent;
import io.activitycore.engine.internal.run.RunActivity;
import io.activitycore.engine.internal.run.RunAttributes;
import io.activitycore.engine.internal.run.RunTrigger;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;

/** Starts {@code RunActivity} workflows through the host's client. */
public final class TemporalRunStarter implements RunStarter {

  /** Temporal's blob limit is 2 MiB; the rest of the start request has room in what is left. */
  private static final int LARGEST_TRIGGER_BYTES = 2 * 1024 * 1024;

  /** Whatever a codec makes of it; saves converting most triggers twice. */
  private static final int SURELY_SMALL_BYTES = LARGEST_TRIGGER_BYTES / 4;

  private final WorkflowClient client;
  private final Deadlines deadlines;

  /** Over the host's client. */
  public TemporalRunStarter(WorkflowClient client, Deadlines deadlines) {
    this.client = client;
    this.deadlines = deadlines;
  }

  @Override
  public Started start(StartRequest request) {
    checkSize(request);
    WorkflowOptions options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(request.workflowId())
            .setTaskQueue(request.taskQueue())
            .setWorkflowIdReusePolicy(
                WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
            .setDisableEagerExecution(false)
            .setTypedSearchAttributes(RunAttributes.of(request.activityId()))
            .build();
    try {
      deadlines.within(
          () ->
              client
                  .newUntypedWorkflowStub(RunActivity.TYPE, options)
                  .start(request.activityId(), request.trigger()));
      return Started.NEW;
    } catch (WorkflowExecutionAlreadyStarted e) {
      return compare(request);
    } catch (WorkflowServiceException e) {
      throw classify(request, e);
    }
  }

  private void checkSize(StartRequest request) {
    if (JsonBound.of(request.trigger()) < SURELY_SMALL_BYTES) {
      return;
    }
    int bytes =
        client
            .getOptions()
            .getDataConverter()
            .toPayload(request.trigger())
            .map(Payload::getSerializedSize)
            .orElse(0);
    if (bytes > LARGEST_TRIGGER_BYTES) {
      throw new RefusedException(
          "too_large",
          request.activityId()
              + ": the trigger is "
              + bytes
              + " bytes as Temporal would store it, expected at most "
              + LARGEST_TRIGGER_BYTES,
          null);
    }
  }

  private Started compare(StartRequest request) {
    try {
      JsonNode known =
          FirstEvent.of(
                  client,
                  WorkflowExecution.newBuilder().setWorkflowId(request.workflowId()).build())
              .trigger();
      String hash = known == null ? "" : RunTrigger.bodyHashIn(known);
      return hash.isEmpty() || hash.equals(request.bodyHash())
          ? Started.EXISTS
          : Started.EXISTS_WITH_OTHER_BODY;
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return Started.EXISTS;
      }
      throw new UnavailableException(
          request.workflowId() + " exists, but Temporal did not tell what started it", e);
    }
  }

  /**
   * Only an invalid argument is for ever; all else may pass, and a start under the same id is safe
   * to repeat.
   */
  static RuntimeException classify(StartRequest request, WorkflowServiceException e) {
    Status.Code code =
        e.getCause() instanceof StatusRuntimeException status
            ? status.getStatus().getCode()
            : Status.Code.UNKNOWN;
    String reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
    return code == Status.Code.INVALID_ARGUMENT
        ? new RefusedException(
            "start_refused", request.activityId() + ": Temporal refused to start it: " + reason, e)
        : new UnavailableException(request.workflowId() + " was not started: " + reason, e);
  }
}
