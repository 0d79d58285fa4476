package io.activitycore.benchmarks.endtoend;

import io.activitycore.definition.Definitions;
import io.activitycore.engine.ActivityCore;
import io.activitycore.engine.InMemoryStore;
import io.activitycore.event.EventEnvelope;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.WorkerOptions;

/**
 * One definition, dispatched in the caller's thread: routing, start, decision, prepare, tasks,
 * finish, outbox; no broker.
 */
final class OurRun implements Contender, AutoCloseable {

  private static final String ID = "bench-handle-order";
  static final String TASK = "bench.order.handle";

  private final ActivityCore core;

  private final Work work;

  private OurRun(ActivityCore core, Work work) {
    this.core = core;
    this.work = work;
  }

  /** Starts the core with workers of its own. */
  static OurRun start(
      WorkflowClient client, String queue, WorkerOptions options, Shape shape, Work work) {
    ActivityCore core =
        ActivityCore.builder(client)
            .definitions(Definitions.of(shape.definition(ID, queue)))
            .store(InMemoryStore.create())
            .workerOptions(options)
            .task(TASK, (input, context) -> work.handle(input))
            .build();
    core.start();
    return new OurRun(core, work);
  }

  @Override
  public String name() {
    return "activity-core";
  }

  @Override
  public Work work() {
    return work;
  }

  @Override
  public String workflowId(EventEnvelope event) {
    return "activity-" + ID + ":" + event.eventId();
  }

  @Override
  public void start(EventEnvelope event) {
    core.publish(event);
  }

  @Override
  public void close() {
    core.close();
  }
}
