package io.activitycore.engine.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.client.WorkflowClient;
import org.jspecify.annotations.Nullable;

/**
 * What the first event of an execution's history says.
 *
 * @param firstRunId Temporal's first execution run id
 * @param trigger the second argument of {@code RunActivity}, see {@link RunTrigger#fromJson}; null
 *     when there is none, as in a workflow that is not ours
 */
public record FirstEvent(String firstRunId, @Nullable JsonNode trigger) {

  /**
   * Asks Temporal for this one event.
   *
   * @param execution without a run id: the last one
   * @throws io.grpc.StatusRuntimeException when Temporal does not have it, or does not answer
   */
  public static FirstEvent of(WorkflowClient client, WorkflowExecution execution) {
    WorkflowExecutionStartedEventAttributes started =
        client
            .getWorkflowServiceStubs()
            .blockingStub()
            .getWorkflowExecutionHistory(
                GetWorkflowExecutionHistoryRequest.newBuilder()
                    .setNamespace(client.getOptions().getNamespace())
                    .setExecution(execution)
                    .setMaximumPageSize(1)
                    .build())
            .getHistory()
            .getEvents(0)
            .getWorkflowExecutionStartedEventAttributes();
    Payloads input = started.getInput();
    JsonNode trigger =
        input.getPayloadsCount() < 2
            ? null
            : client
                .getOptions()
                .getDataConverter()
                .fromPayload(input.getPayloads(1), JsonNode.class, JsonNode.class);
    return new FirstEvent(started.getFirstExecutionRunId(), trigger);
  }
}
