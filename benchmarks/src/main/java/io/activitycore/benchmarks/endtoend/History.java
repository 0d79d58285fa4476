package io.activitycore.benchmarks.endtoend;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A workflow's history on the server.
 *
 * @param bytes the size of all events
 * @param types the types of the events, in order
 */
record History(int bytes, List<String> types) {

  /** Of a workflow that has ended, with the executions that it continued. */
  static History of(WorkflowClient client, String workflowId) {
    List<HistoryEvent> events = new ArrayList<>();
    WorkflowExecution execution = WorkflowExecution.newBuilder().setWorkflowId(workflowId).build();
    while (execution != null) {
      List<HistoryEvent> part =
          client.fetchHistory(execution.getWorkflowId(), execution.getRunId()).getEvents();
      events.addAll(0, part);
      String before =
          part.get(0).getWorkflowExecutionStartedEventAttributes().getContinuedExecutionRunId();
      execution = before.isEmpty() ? null : execution.toBuilder().setRunId(before).build();
    }
    return new History(
        events.stream().mapToInt(HistoryEvent::getSerializedSize).sum(),
        events.stream()
            .map(event -> event.getEventType().name().replace("EVENT_TYPE_", ""))
            .toList());
  }

  /** How often each type occurs, in the order of first occurrence. */
  Map<String, Long> counts() {
    return types.stream()
        .collect(Collectors.groupingBy(type -> type, LinkedHashMap::new, Collectors.counting()));
  }
}
