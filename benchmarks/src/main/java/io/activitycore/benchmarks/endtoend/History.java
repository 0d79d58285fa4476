package io.activitycore.benchmarks.endtoend;

import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import java.util.List;

/**
 * A workflow's history on the server.
 *
 * @param bytes the size of all events
 * @param types the types of the events, in order
 */
record History(int bytes, List<String> types) {

  static History of(WorkflowClient client, String workflowId) {
    List<HistoryEvent> events = client.fetchHistory(workflowId).getEvents();
    return new History(
        events.stream().mapToInt(HistoryEvent::getSerializedSize).sum(),
        events.stream()
            .map(event -> event.getEventType().name().replace("EVENT_TYPE_", ""))
            .toList());
  }
}
