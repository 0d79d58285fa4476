package io.activitycore.engine.internal.dispatch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.engine.internal.run.RunActivity;
import io.activitycore.engine.internal.run.RunAttributes;
import io.activitycore.spi.Wait;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;

/** Signals through the host's client. Thread-safe. */
public final class TemporalRunSignals implements RunSignals {

  private final WorkflowClient client;
  private final Deadlines deadlines;

  /** Over the host's client. */
  public TemporalRunSignals(WorkflowClient client, Deadlines deadlines) {
    this.client = client;
    this.deadlines = deadlines;
  }

  @Override
  public boolean settle(Wait wait, JsonNode settlement) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("id", wait.id());
    answer.set("settlement", settlement);
    try {
      deadlines.within(
          () ->
              client
                  .newUntypedWorkflowStub(wait.workflowId())
                  .signal(RunActivity.SETTLE, (JsonNode) answer));
      return true;
    } catch (WorkflowNotFoundException e) {
      return false;
    } catch (WorkflowServiceException e) {
      throw new UnavailableException(wait.workflowId() + " was not signalled: " + reason(e), e);
    }
  }

  @Override
  public void signalWithStart(RunStarter.StartRequest request, JsonNode event) {
    WorkflowOptions options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(request.workflowId())
            .setTaskQueue(request.taskQueue())
            .setWorkflowIdReusePolicy(
                WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
            .setTypedSearchAttributes(RunAttributes.of(request.activityId()))
            .build();
    try {
      deadlines.within(
          () ->
              client
                  .newUntypedWorkflowStub(RunActivity.TYPE, options)
                  .signalWithStart(
                      RunActivity.EVENT,
                      new Object[] {event},
                      new Object[] {request.activityId(), request.trigger()}));
    } catch (WorkflowExecutionAlreadyStarted e) {
      // One that began or ended at the same moment: asking again finds it, or starts the next.
      throw new UnavailableException(request.workflowId() + " was not signalled", e);
    } catch (WorkflowServiceException e) {
      throw TemporalRunStarter.classify(request, e);
    }
  }

  private static String reason(WorkflowServiceException e) {
    return String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
  }
}
