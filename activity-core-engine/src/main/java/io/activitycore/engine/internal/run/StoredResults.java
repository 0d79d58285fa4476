package io.activitycore.engine.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.engine.internal.plan.Plan;
import io.activitycore.engine.internal.task.TaskHeader;
import io.activitycore.engine.internal.task.TaskRecorder;
import io.activitycore.event.EventEnvelope;
import io.activitycore.handler.TaskTransaction;
import io.activitycore.spi.Store;
import io.activitycore.spi.TaskTransactions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Records results in the store, with TaskCompleted. Thread-safe. */
public final class StoredResults implements TaskRecorder {

  private final String tenant;
  private final Store store;
  private final Clock clock;

  /** Over a store, which is asked for its transactions when a task wants one. */
  public StoredResults(String tenant, Store store, Clock clock) {
    this.tenant = tenant;
    this.store = store;
    this.clock = clock;
  }

  @Override
  public <C> Optional<JsonNode> record(
      Task task, Class<C> resource, TaskTransaction.Work<C, JsonNode> work) throws Exception {
    TaskTransactions transactions = store.taskTransactions();
    if (!transactions.offers(resource)) {
      throw new UnsupportedOperationException(
          "the store has no transaction with a " + resource.getName());
    }
    RunTrigger known = RunTrigger.ofTask(tenant, task.header(), task.workflowId());
    int version =
        store.runs().find(known.key()).map(run -> Plan.of(run.plan()).version()).orElse(0);
    RunTrigger run = known.following(version, "", null);
    return transactions.once(
        new TaskTransactions.Instance(run.key(), task.workflowId(), task.header().taskInstanceId()),
        resource,
        with -> {
          JsonNode result = work.apply(with);
          return new TaskTransactions.Done(result, completed(run, task, result));
        });
  }

  /** A compensation speaks by the end of its run only. */
  private List<EventEnvelope> completed(RunTrigger run, Task task, JsonNode result) {
    TaskHeader header = task.header();
    if (TaskCalls.isCompensation(header.taskInstanceId())) {
      return List.of();
    }
    ObjectNode entry = JsonNodeFactory.instance.objectNode().put("node", header.node());
    entry.put("task", task.type()).put("task_instance_id", header.taskInstanceId());
    entry.put("outcome", "COMPLETED").set("result", result);
    return List.of(new RunEvents(run, clock.instant()).task(entry));
  }
}
