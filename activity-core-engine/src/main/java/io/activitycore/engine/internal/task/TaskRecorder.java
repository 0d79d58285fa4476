package io.activitycore.engine.internal.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.handler.TaskTransaction;
import java.util.Optional;

/** Records the results of tasks in the transactions of their handlers. Thread-safe. */
public interface TaskRecorder {

  /**
   * Does the work and records its result, unless that was done before.
   *
   * @param work gives the result as the run is to have it
   * @return the result recorded; empty when the run is over and nothing was written
   * @throws UnsupportedOperationException when there is no transaction with such a resource
   * @throws Exception what the work or the store threw
   */
  <C> Optional<JsonNode> record(
      Task task, Class<C> resource, TaskTransaction.Work<C, JsonNode> work) throws Exception;

  /**
   * A task that is being done.
   *
   * @param type its type
   * @param header what came with it
   * @param workflowId Temporal's workflow id of its run
   */
  record Task(String type, TaskHeader header, String workflowId) {}
}
