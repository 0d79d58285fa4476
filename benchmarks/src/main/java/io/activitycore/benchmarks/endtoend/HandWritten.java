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
 * What a team would write without us: one workflow with a call of a Temporal activity for each
 * task. It has no search attribute, no memo, no record of its own.
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
    private final Work work;

    OrdersImplementation(Work work) {
      this.work = work;
    }

    @Override
    public JsonNode handleOrderPayload(JsonNode payload) {
      return work.handle(payload);
    }
  }

  /** For use in a workflow. */
  static Orders orders() {
    return Workflow.newActivityStub(
        Orders.class,
        ActivityOptions.newBuilder()
            .setStartToCloseTimeout(Duration.ofMinutes(1))
            .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(5).build())
            .setDisableEagerExecution(false)
            .build());
  }

  private final WorkflowClient client;
  private final String queue;

  private final Work work;

  private HandWritten(WorkflowClient client, String queue, Work work) {
    this.client = client;
    this.queue = queue;
    this.work = work;
  }

  /** Registers its worker with a factory that has not started. */
  static HandWritten register(
      WorkflowClient client,
      WorkerFactory factory,
      String queue,
      WorkerOptions options,
      Shape shape,
      Work work) {
    Worker worker = factory.newWorker(queue, options);
    worker.registerWorkflowImplementationTypes(HandWrittenShapes.of(shape));
    worker.registerActivitiesImplementations(new OrdersImplementation(work));
    return new HandWritten(client, queue, work);
  }

  @Override
  public String name() {
    return "hand-written";
  }

  @Override
  public Work work() {
    return work;
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
