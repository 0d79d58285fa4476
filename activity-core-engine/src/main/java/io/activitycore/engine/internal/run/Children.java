package io.activitycore.engine.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.engine.internal.graph.Effect;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowCancellationType;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.ChildWorkflowStub;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;

/** Runs that a run starts. */
final class Children {

  /** A ring that no check at save has seen ends here. */
  private static final int DEEPEST = 10;

  private final RunActivitiesApi local;
  private final RunTrigger trigger;

  Children(RunActivitiesApi local, RunTrigger trigger) {
    this.local = local;
    this.trigger = trigger;
  }

  /**
   * Starts one.
   *
   * @param occurrence what makes it single
   * @return its end, or its start where nobody waits
   */
  Promise<JsonNode> start(Effect.StartChild child, String occurrence) {
    if (trigger.started() >= DEEPEST) {
      return Workflow.newFailedPromise(
          ApplicationFailure.newNonRetryableFailure(
              "activities start one another " + DEEPEST + " deep, which is the most", "too_deep"));
    }
    return Async.function(local::target, trigger.tenant(), child.activity())
        .thenCompose(target -> start(child, occurrence, target));
  }

  private Promise<JsonNode> start(Effect.StartChild child, String occurrence, JsonNode target) {
    if (target.has("error")) {
      return Workflow.newFailedPromise(
          ApplicationFailure.newNonRetryableFailure(
              target.get("error").asText(), "unknown_activity"));
    }
    RunTrigger run = RunTrigger.child(trigger, target, child.activity(), occurrence, child.input());
    String id = run.workflowId();
    ChildWorkflowStub stub =
        Workflow.newUntypedChildWorkflowStub(
            RunActivity.TYPE,
            ChildWorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(target.path("task_queue").asText())
                .setWorkflowIdReusePolicy(
                    WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
                .setParentClosePolicy(
                    child.waits()
                        ? ParentClosePolicy.PARENT_CLOSE_POLICY_REQUEST_CANCEL
                        : ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                .setCancellationType(ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED)
                .setTypedSearchAttributes(RunAttributes.of(child.activity()))
                .build());
    Promise<JsonNode> end = stub.executeAsync(JsonNode.class, child.activity(), run.toJson());
    return child.waits()
        ? end.thenApply(result -> outcome(id, result.path("outcome").asText()))
        : stub.getExecution().thenApply(started -> outcome(id, "STARTED"));
  }

  private static JsonNode outcome(String workflowId, String outcome) {
    ObjectNode result = JsonNodeFactory.instance.objectNode().put("workflow_id", workflowId);
    return result.put("outcome", outcome);
  }
}
