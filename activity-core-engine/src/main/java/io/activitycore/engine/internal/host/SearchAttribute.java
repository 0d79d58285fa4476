package io.activitycore.engine.internal.host;

import static io.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;

import io.activitycore.engine.internal.run.RunAttributes;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Makes sure that the search attribute {@code activity_id} is there before the first run is started
 * with it.
 */
final class SearchAttribute {

  private static final String NAME = RunAttributes.ACTIVITY_ID.getName();
  private static final Duration UNTIL_VISIBLE = Duration.ofSeconds(30);

  private SearchAttribute() {}

  private enum Answer {
    PRESENT,
    MISSING,
    UNKNOWN
  }

  /**
   * Registers it where it is missing.
   *
   * @throws IllegalStateException when it is missing and cannot be registered; the message says
   *     what to run
   */
  static void ensure(WorkflowClient client) {
    Answer answer = ask(client);
    if (answer == Answer.PRESENT) {
      return;
    }
    try {
      register(client);
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
        throw refused(client, e);
      }
    }
    if (answer == Answer.MISSING) {
      awaitVisible(client);
    }
  }

  /**
   * Asked by a query, which needs no operator's rights; Temporal's in-process test server has no
   * queries.
   */
  private static Answer ask(WorkflowClient client) {
    try {
      client
          .getWorkflowServiceStubs()
          .blockingStub()
          .listWorkflowExecutions(
              ListWorkflowExecutionsRequest.newBuilder()
                  .setNamespace(client.getOptions().getNamespace())
                  .setPageSize(1)
                  .setQuery(NAME + " = '-'")
                  .build());
      return Answer.PRESENT;
    } catch (StatusRuntimeException e) {
      return switch (e.getStatus().getCode()) {
        case INVALID_ARGUMENT -> Answer.MISSING;
        case UNIMPLEMENTED -> Answer.UNKNOWN;
        default ->
            throw new IllegalStateException(
                "Temporal at "
                    + client.getWorkflowServiceStubs().getOptions().getTarget()
                    + ", namespace "
                    + client.getOptions().getNamespace()
                    + ", did not answer: "
                    + e.getMessage(),
                e);
      };
    }
  }

  private static void register(WorkflowClient client) {
    OperatorServiceGrpc.newBlockingStub(client.getWorkflowServiceStubs().getRawChannel())
        .withDeadlineAfter(UNTIL_VISIBLE.toSeconds(), TimeUnit.SECONDS)
        .addSearchAttributes(
            AddSearchAttributesRequest.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .putSearchAttributes(NAME, INDEXED_VALUE_TYPE_KEYWORD)
                .build());
  }

  private static void awaitVisible(WorkflowClient client) {
    long deadline = System.nanoTime() + UNTIL_VISIBLE.toNanos();
    while (ask(client) != Answer.PRESENT) {
      if (System.nanoTime() > deadline) {
        throw refused(client, null);
      }
      java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
  }

  private static IllegalStateException refused(
      WorkflowClient client, @org.jspecify.annotations.Nullable Exception cause) {
    return new IllegalStateException(
        "Temporal's namespace "
            + client.getOptions().getNamespace()
            + " lacks the search attribute "
            + NAME
            + " and this client may not register it; run: temporal operator search-attribute create"
            + " --namespace "
            + client.getOptions().getNamespace()
            + " --name "
            + NAME
            + " --type Keyword",
        cause);
  }
}
