package io.activitycore.benchmarks.endtoend;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A workflow's history on the server.
 *
 * @param events of all its executions, in order
 */
record History(List<HistoryEvent> events) {

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
    return new History(events);
  }

  /** The size of all events. */
  int bytes() {
    return bytes(events);
  }

  private static int bytes(List<HistoryEvent> some) {
    return some.stream().mapToInt(HistoryEvent::getSerializedSize).sum();
  }

  /** How often each type occurs, and its size, in the order of first occurrence. */
  String account() {
    return events.stream()
        .collect(Collectors.groupingBy(History::type, LinkedHashMap::new, Collectors.toList()))
        .entrySet()
        .stream()
        .map(type -> type.getValue().size() + " " + type.getKey() + " " + bytes(type.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String type(HistoryEvent event) {
    return event.getEventType().name().replace("EVENT_TYPE_", "");
  }
}
