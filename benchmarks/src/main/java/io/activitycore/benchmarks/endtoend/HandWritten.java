package io.activitycore.benchmarks.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.event.EnvelopeJson;
import io.activitycore.event.EventEnvelope;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.RetryOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;

/**
 * What a team would write without us: one workflow with one Temporal activity. It has no search
 * attribute, no memo, no record of its own.
 */
final class HandWritten implements Contender {

  /** Its type is {@code HandleOrder}. */
  @WorkflowInterface
  public interface HandleOrder {
    /** Handles one event. */
    @WorkflowMethod
    JsonNode run(JsonNode event);
  }

  /** Its one type is {@code HandleOrderPayload}. */
  @ActivityInterface
  public interface Orders {
    /** Does the work. */
    @ActivityMethod
    JsonNode handleOrderPayload(JsonNode payload);
  }

  /** The host's code. */
  public static final class OrdersImplementation implements Orders {
    @Override
    public JsonNode handleOrderPayload(JsonNode payload) {
      return Work.handle(payload);
    }
  }

  /** The workflow's code. */
  public static final class HandleOrderWorkflow implements HandleOrder {
    private final Orders orders =
        Workflow.newActivityStub(
            Orders.class,
            ActivityOptions.newBuilder()
                .setStartToCloseTimeout(Duration.ofMinutes(1))
                .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(5).build())
                .setDisableEagerExecution(false)
                .build());

    @Override
    public JsonNode run(JsonNode event) {
      return orders.handleOrderPayload(event.path("payload"));
    }
  }

  private final WorkflowClient client;
  private final String queue;

  private HandWritten(WorkflowClient client, String queue) {
    this.client = client;
    this.queue = queue;
  }

  /** Registers its worker with a factory that has not started. */
  static HandWritten register(
      WorkflowClient client, WorkerFactory factory, String queue, WorkerOptions options) {
    Worker worker = factory.newWorker(queue, options);
    worker.registerWorkflowImplementationTypes(HandleOrderWorkflow.class);
    worker.registerActivitiesImplementations(new OrdersImplementation());
    return new HandWritten(client, queue);
  }

  @Override
  public String name() {
    return "hand-written";
  }

  @Override
  public String workflowId(EventEnvelope event) {
    return "handle-order:" + event.eventId();
  }

  @Override
  public void start(EventEnvelope event) {
    HandleOrder workflow =
        client.newWorkflowStub(
            HandleOrder.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(workflowId(event))
                .setTaskQueue(queue)
                .setWorkflowIdReusePolicy(
                    WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
                .setDisableEagerExecution(false)
                .build());
    WorkflowClient.start(workflow::run, EnvelopeJson.tree(event));
  }
}
