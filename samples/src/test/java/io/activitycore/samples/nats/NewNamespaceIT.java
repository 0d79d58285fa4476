package io.activitycore.samples.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.util.Durations;
import io.activitycore.engine.ActivityCore;
import io.activitycore.engine.InMemoryBroker;
import io.activitycore.testing.Servers;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The first start in a namespace that knows nothing of us. */
class NewNamespaceIT {

  private static final Duration LONGEST = Duration.ofSeconds(60);

  @Test
  void the_search_attribute_is_registered_where_it_is_missing() {
    Lane lane = Lane.create("namespace", Servers.temporal(), "unused");
    WorkflowServiceStubs stubs = lane.stubs();
    register(stubs, lane.name());
    WorkflowClient client =
        WorkflowClient.newInstance(
            stubs, WorkflowClientOptions.newBuilder().setNamespace(lane.name()).build());
    try (InMemoryBroker broker = InMemoryBroker.create();
        ActivityCore core = lane.core(client, broker, (input, context) -> input)) {
      core.start();
      core.trigger(lane.name(), "once", JsonNodeFactory.instance.objectNode().put("n", 1));
      await().atMost(LONGEST).until(() -> lane.runs(client).size() == 1);
      assertThat(lane.runs(client).get(0).getExecution().getWorkflowId())
          .isEqualTo("activity-" + lane.name() + ":manual-once");
    } finally {
      stubs.shutdownNow();
    }
  }

  @Test
  void a_temporal_that_does_not_answer_is_one_clear_error() {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget("127.0.0.1:1")
                .setRpcTimeout(Duration.ofSeconds(1))
                .build());
    Lane lane = Lane.create("nobody", "127.0.0.1:1", "unused");
    try (InMemoryBroker broker = InMemoryBroker.create();
        ActivityCore core = lane.core(lane.client(stubs), broker, (input, context) -> input)) {
      assertThatThrownBy(core::start)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("127.0.0.1:1")
          .hasMessageContaining("did not answer");
    } finally {
      stubs.shutdownNow();
    }
  }

  private static void register(WorkflowServiceStubs stubs, String namespace) {
    stubs
        .blockingStub()
        .registerNamespace(
            RegisterNamespaceRequest.newBuilder()
                .setNamespace(namespace)
                .setWorkflowExecutionRetentionPeriod(Durations.fromDays(1))
                .build());
    await().atMost(LONGEST).until(() -> isKnown(stubs, namespace));
  }

  private static boolean isKnown(WorkflowServiceStubs stubs, String namespace) {
    try {
      stubs
          .blockingStub()
          .describeNamespace(DescribeNamespaceRequest.newBuilder().setNamespace(namespace).build());
      return true;
    } catch (StatusRuntimeException e) {
      return false;
    }
  }
}
