package io.activitycore.engine.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.engine.internal.dispatch.RunStarter.StartRequest;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowServiceException;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What an answer of Temporal means. The server here gives every call the same answer. */
class TemporalRunStarterTest {

  private final AtomicReference<Status> answer = new AtomicReference<>(Status.INTERNAL);
  private final AtomicInteger calls = new AtomicInteger();
  private Server server;
  private WorkflowServiceStubs stubs;
  private final Deadlines deadlines = new Deadlines();
  private TemporalRunStarter starter;

  private final class Answering implements ServerInterceptor {
    @Override
    public <A, B> ServerCall.Listener<A> interceptCall(
        ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
      if (call.getMethodDescriptor().getFullMethodName().contains("StartWorkflow")) {
        calls.incrementAndGet();
      }
      call.close(answer.get(), new Metadata());
      return new ServerCall.Listener<>() {};
    }
  }

  @BeforeEach
  void serve() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(new WorkflowServiceGrpc.WorkflowServiceImplBase() {})
            .intercept(new Answering())
            .build()
            .start();
    stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget("127.0.0.1:" + server.getPort())
                .setRpcTimeout(Duration.ofSeconds(2))
                .setRpcRetryOptions(
                    RpcRetryOptions.newBuilder()
                        .setMaximumAttempts(1)
                        .setExpiration(Duration.ofSeconds(3))
                        .build())
                .build());
    starter = new TemporalRunStarter(WorkflowClient.newInstance(stubs), deadlines);
  }

  @AfterEach
  void stop() {
    stubs.shutdownNow();
    server.shutdownNow();
  }

  private static StartRequest request(JsonNode trigger) {
    return new StartRequest("activity-a:e-1", "queue", "a", "hash", trigger);
  }

  private static JsonNode small() {
    return JsonNodeFactory.instance.objectNode();
  }

  @Test
  void an_invalid_argument_is_for_ever() {
    answer.set(Status.INVALID_ARGUMENT.withDescription("WorkflowId length exceeds limit"));

    RefusedException refused =
        catchThrowableOfType(RefusedException.class, () -> starter.start(request(small())));

    assertThat(refused.code()).isEqualTo("start_refused");
    assertThat(refused).hasMessageContaining("a: Temporal refused to start it: INVALID_ARGUMENT");
  }

  @Test
  void a_refused_permission_may_be_given_later() {
    answer.set(Status.PERMISSION_DENIED.withDescription("not you"));

    assertThatThrownBy(() -> starter.start(request(small())))
        .isInstanceOf(UnavailableException.class)
        .hasMessage("activity-a:e-1 was not started: PERMISSION_DENIED: not you");
  }

  @ParameterizedTest
  @EnumSource(value = Status.Code.class, mode = Mode.EXCLUDE, names = "INVALID_ARGUMENT")
  void any_other_answer_may_pass(Status.Code code) {
    assertThat(classified(code.toStatus().asRuntimeException()))
        .isInstanceOf(UnavailableException.class);
  }

  @Test
  void what_is_no_answer_at_all_may_pass() {
    assertThat(classified(new IllegalStateException("shut down")))
        .isInstanceOf(UnavailableException.class)
        .hasMessage("activity-a:e-1 was not started: shut down");
  }

  private static RuntimeException classified(Throwable cause) {
    return TemporalRunStarter.classify(
        request(small()),
        new WorkflowServiceException(
            WorkflowExecution.newBuilder().setWorkflowId("activity-a:e-1").build(),
            "RunActivity",
            cause));
  }

  @Test
  void a_trigger_that_is_too_large_is_refused_before_the_call() {
    RefusedException refused =
        catchThrowableOfType(
            RefusedException.class,
            () ->
                starter.start(
                    request(JsonNodeFactory.instance.textNode("x".repeat(2 * 1024 * 1024)))));

    assertThat(refused.code()).isEqualTo("too_large");
    assertThat(refused).hasMessageContaining("expected at most 2097152");
    assertThat(calls).hasValue(0);
  }
}
