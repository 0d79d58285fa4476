package io.activitycore.engine.internal.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.engine.internal.dispatch.RunStarter;
import io.activitycore.engine.internal.dispatch.UnavailableException;
import io.activitycore.engine.internal.run.FirstEvent;
import io.activitycore.engine.internal.run.RunActivity;
import io.activitycore.engine.internal.run.RunTrigger;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore.RunRecord;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Starts the next generation of a run that did not complete: with its plan, and the results that
 * still count.
 */
public final class Redrive {

  private final WorkflowClient client;
  private final RunControl control;
  private final RunStarter starter;

  /** Over the host's client. */
  public Redrive(WorkflowClient client, RunControl control, RunStarter starter) {
    this.client = client;
    this.control = control;
    this.starter = starter;
  }

  /** See {@code Runs}. Gives the workflow id. */
  public String redrive(String activityId, String occurrence) {
    RunRecord known = control.known(activityId, occurrence);
    if (known.outcome() == RunOutcome.COMPLETED) {
      throw new IllegalStateException(known.workflowId() + " completed: nothing to redrive");
    }
    WorkflowExecutionInfo last = describe(known.workflowId());
    if (last.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING) {
      throw new IllegalStateException(known.workflowId() + " is running");
    }
    RunTrigger first = trigger(known);
    RunTrigger next = first.again(from(known, first));
    RunStarter.Started started =
        starter.start(
            new RunStarter.StartRequest(
                next.workflowId(),
                last.getTaskQueue(),
                activityId,
                next.bodyHash(),
                next.toJson()));
    if (started != RunStarter.Started.NEW) {
      throw new IllegalStateException(next.workflowId() + " exists: somebody redrives it already");
    }
    return next.workflowId();
  }

  private RunTrigger.Redrive from(RunRecord known, RunTrigger first) {
    JsonNode remains =
        known.audit() != null && known.audit().has("remains")
            ? known.audit().get("remains")
            : remains(known.workflowId());
    int generation = known.generation() + 1;
    Map<String, JsonNode> results = new TreeMap<>();
    remains.path("known").properties().forEach(e -> results.put(e.getKey(), e.getValue()));
    Map<String, Integer> fresh = new TreeMap<>();
    if (first.redrive() != null) {
      fresh.putAll(first.redrive().fresh());
    }
    remains.path("undone").forEach(key -> fresh.put(key.asText(), generation));
    return new RunTrigger.Redrive(generation, results, fresh);
  }

  /** A run that was terminated has not said what it did; its history has. */
  private JsonNode remains(String workflowId) {
    try {
      return client.newUntypedWorkflowStub(workflowId).query(RunActivity.REMAINS, JsonNode.class);
    } catch (WorkflowException e) {
      throw new UnavailableException(workflowId + " did not say what it had done", e);
    }
  }

  private WorkflowExecutionInfo describe(String workflowId) {
    return client
        .getWorkflowServiceStubs()
        .blockingStub()
        .describeWorkflowExecution(
            DescribeWorkflowExecutionRequest.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflowId))
                .build())
        .getWorkflowExecutionInfo();
  }

  /** What started it stands at the beginning of its history. */
  private RunTrigger trigger(RunRecord known) {
    JsonNode started =
        FirstEvent.of(
                client,
                WorkflowExecution.newBuilder()
                    .setWorkflowId(known.workflowId())
                    .setRunId(known.firstRunId())
                    .build())
            .trigger();
    if (started == null) {
      throw new IllegalStateException(known.workflowId() + " is no run of ours in Temporal");
    }
    RunTrigger first = RunTrigger.fromJson(started);
    return first.isWithoutTick() ? first.at(known.key().occurrence()) : first;
  }
}
