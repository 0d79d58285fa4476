package io.activitycore.docs.snippets;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.engine.ActivityCore;
import io.activitycore.engine.InMemoryBroker;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Duration;

/** Temporal and a broker in this process. */
final class InProcess implements AutoCloseable {

  private static final Duration LONGEST = Duration.ofSeconds(30);

  // tag::temporal
  private final TestWorkflowEnvironment temporal =
      TestWorkflowEnvironment.newInstance(
          TestEnvironmentOptions.newBuilder()
              .setUseTimeskipping(false)
              .registerSearchAttribute("activity_id", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
              .build());
  // end::temporal
  private final InMemoryBroker broker = InMemoryBroker.create();

  WorkflowClient client() {
    return temporal.getWorkflowClient();
  }

  InMemoryBroker broker() {
    return broker;
  }

  /** Waits until all events are dispatched and the runs of an event have ended. */
  void await(ActivityCore core, String eventId) {
    broker.awaitSettled(LONGEST);
    core.explain(eventId).decisions().stream()
        .filter(decision -> decision.workflowId() != null)
        .forEach(decision -> awaitEnd(String.valueOf(decision.workflowId())));
  }

  private void awaitEnd(String workflowId) {
    try {
      client().newUntypedWorkflowStub(workflowId).getResult(JsonNode.class);
    } catch (WorkflowFailedException e) {
      // How a run ended, its test looks up.
    }
  }

  @Override
  public void close() {
    broker.close();
    temporal.close();
  }
}
