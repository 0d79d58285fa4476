package io.activitycore.benchmarks.endtoend;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Definitions;
import io.activitycore.definition.Node;
import io.activitycore.definition.Rule;
import io.activitycore.definition.Trigger;
import io.activitycore.engine.ActivityCore;
import io.activitycore.engine.InMemoryStore;
import io.activitycore.event.EventEnvelope;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.WorkerOptions;

/**
 * One definition with one task, dispatched in the caller's thread: routing, start, decision,
 * prepare, task, finish, outbox; no broker.
 */
final class OurRun implements Contender, AutoCloseable {

  private static final String ID = "bench-handle-order";
  private static final String TASK = "bench.order.handle";

  private final ActivityCore core;

  private OurRun(ActivityCore core) {
    this.core = core;
  }

  /** Starts the core with workers of its own. */
  static OurRun start(WorkflowClient client, String queue, WorkerOptions options) {
    ActivityDefinition definition =
        ActivityDefinition.builder(ID)
            .taskQueue(queue)
            .trigger(Trigger.event(Work.TYPE))
            .rules(
                Rule.always(
                    Node.task("handle", TASK)
                        .input(JsonNodeFactory.instance.textNode("{{ payload }}"))
                        .build()))
            .build();
    ActivityCore core =
        ActivityCore.builder(client)
            .definitions(Definitions.of(definition))
            .store(InMemoryStore.create())
            .workerOptions(options)
            .task(TASK, (input, context) -> Work.handle(input))
            .build();
    core.start();
    return new OurRun(core);
  }

  @Override
  public String name() {
    return "activity-core";
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
