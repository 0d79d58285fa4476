package io.activitycore.benchmarks.endtoend;

import io.activitycore.definition.Definitions;
import io.activitycore.engine.ActivityCore;
import io.activitycore.engine.InMemoryStore;
import io.activitycore.event.EventEnvelope;
import io.activitycore.spi.Store;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.WorkerOptions;

/**
 * One definition, dispatched in the caller's thread: routing, start, decision, prepare, tasks,
 * finish, outbox; no broker.
 */
final class OurRun implements Contender, AutoCloseable {

  private static final String ID = "bench-handle-order";
  private static final String NAME = "activity-core";
  static final String TASK = "bench.order.handle";

  private final String name;
  private final String id;
  private final ActivityCore core;
  private final Work work;

  private OurRun(String name, String id, ActivityCore core, Work work) {
    this.name = name;
    this.id = id;
    this.core = core;
    this.work = work;
  }

  /** Starts the core with workers of its own, and the store in memory. */
  static OurRun start(
      WorkflowClient client, String queue, WorkerOptions options, Shape shape, Work work) {
    return start(client, queue, options, shape, work, NAME, ID, InMemoryStore.create());
  }

  /**
   * The same with another store.
   *
   * @param name for tables
   * @param id of the activity: of two beside each other, each has its own
   */
  static OurRun start(
      WorkflowClient client,
      String queue,
      WorkerOptions options,
      Shape shape,
      Work work,
      String name,
      String id,
      Store store) {
    ActivityCore core =
        ActivityCore.builder(client)
            .definitions(Definitions.of(shape.definition(id, queue)))
            .store(store)
            .workerOptions(options)
            .task(TASK, (input, context) -> work.handle(input))
            .build();
    core.start();
    return new OurRun(name, id, core, work);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Work work() {
    return work;
  }

  @Override
  public String workflowId(EventEnvelope event) {
    return "activity-" + id + ":" + event.eventId();
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
