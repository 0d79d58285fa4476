package io.activitycore.engine.internal.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.engine.internal.dispatch.UnavailableException;
import io.activitycore.engine.internal.run.RunActivity;
import io.activitycore.run.RunKey;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore;
import io.activitycore.spi.RunStore.RunRecord;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.function.Function;

/** Requests to one run. Thread-safe. */
public final class RunControl {

  private final String tenant;
  private final WorkflowClient client;
  private final RunStore runs;

  /** Over the host's client and store. */
  public RunControl(String tenant, WorkflowClient client, RunStore runs) {
    this.tenant = tenant;
    this.client = client;
    this.runs = runs;
  }

  /** See {@code Runs}. */
  public JsonNode progress(String activityId, String occurrence) {
    ObjectNode progress =
        (ObjectNode)
            ask(activityId, occurrence, run -> run.query(RunActivity.PROGRESS, JsonNode.class));
    ArrayNode attempts = progress.putArray("attempts");
    for (PendingActivityInfo pending : pending(known(activityId, occurrence).workflowId())) {
      ObjectNode attempt = attempts.addObject().put("task", pending.getActivityType().getName());
      attempt.put("attempt", pending.getAttempt());
      if (pending.hasLastFailure()) {
        attempt.put("last_failure", pending.getLastFailure().getMessage());
      }
    }
    return progress;
  }

  /** The workflow does not learn how often a task was tried; the server knows. */
  private List<PendingActivityInfo> pending(String workflowId) {
    try {
      return client
          .getWorkflowServiceStubs()
          .blockingStub()
          .describeWorkflowExecution(
              DescribeWorkflowExecutionRequest.newBuilder()
                  .setNamespace(client.getOptions().getNamespace())
                  .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflowId))
                  .build())
          .getPendingActivitiesList();
    } catch (StatusRuntimeException e) {
      throw new UnavailableException(workflowId + " was not described", e);
    }
  }

  /** See {@code Runs}. */
  public JsonNode pause(String activityId, String occurrence) {
    return ask(activityId, occurrence, run -> run.update(RunActivity.PAUSE, JsonNode.class));
  }

  /** See {@code Runs}. */
  public JsonNode resume(String activityId, String occurrence) {
    return ask(activityId, occurrence, run -> run.update(RunActivity.RESUME, JsonNode.class));
  }

  /** See {@code Runs}. */
  public void cancel(String activityId, String occurrence, String reason) {
    ask(
        activityId,
        occurrence,
        run -> {
          run.cancel(reason);
          return true;
        });
  }

  /** See {@code Runs}. */
  public void terminate(String activityId, String occurrence, String reason) {
    RunRecord known = known(activityId, occurrence);
    ask(
        activityId,
        occurrence,
        run -> {
          run.terminate(reason);
          return true;
        });
    JsonNode audit =
        JsonNodeFactory.instance
            .objectNode()
            .put("outcome", RunOutcome.TERMINATED.name())
            .put("reason", reason);
    runs.finish(
        List.of(
            new RunStore.Ending(
                known.key(), known.firstRunId(), RunOutcome.TERMINATED, audit, List.of())));
  }

  RunRecord known(String activityId, String occurrence) {
    return runs.find(new RunKey(tenant, activityId, occurrence))
        .orElseThrow(
            () -> new IllegalArgumentException("no run of " + activityId + " for " + occurrence));
  }

  private <T> T ask(String activityId, String occurrence, Function<WorkflowStub, T> request) {
    RunRecord known = known(activityId, occurrence);
    try {
      return request.apply(client.newUntypedWorkflowStub(known.workflowId()));
    } catch (WorkflowNotFoundException e) {
      throw new IllegalStateException(known.workflowId() + " is over", e);
    } catch (WorkflowException e) {
      String reason = String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause());
      throw new UnavailableException(known.workflowId() + " was not reached: " + reason, e);
    }
  }
}
