package io.activitycore.benchmarks.endtoend;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.temporal.api.command.v1.Command;
import io.temporal.api.enums.v1.CommandType;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedResponse;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionResponse;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Sees on the wire when a workflow has ended: the server has confirmed the workflow task that
 * completes it. Costs no call of its own, unlike {@code getResult}, and is the same for every
 * workflow. Counts calls on the way. Thread-safe.
 */
final class RunEnds implements ClientInterceptor {

  private final Map<ByteString, String> workflowOfToken = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Void>> expected = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();

  /** Completes when the workflow, which has not started yet, has ended. */
  CompletableFuture<Void> expect(String workflowId) {
    return expected.computeIfAbsent(workflowId, id -> new CompletableFuture<>());
  }

  /** Calls that were answered so far, by method; polls that came back empty are left out. */
  SortedMap<String, Long> calls() {
    SortedMap<String, Long> sums = new TreeMap<>();
    calls.forEach((method, sum) -> sums.put(method, sum.sum()));
    return sums;
  }

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    return new Watched<>(next.newCall(method, options), method.getBareMethodName());
  }

  private final class Watched<Q, R> extends SimpleForwardingClientCall<Q, R> {
    private final @Nullable String method;
    private @Nullable String ending;

    Watched(ClientCall<Q, R> call, @Nullable String method) {
      super(call);
      this.method = method;
    }

    @Override
    public void sendMessage(Q message) {
      if (message instanceof RespondWorkflowTaskCompletedRequest request) {
        String workflowId = workflowOfToken.remove(request.getTaskToken());
        if (request.getCommandsList().stream().anyMatch(RunEnds::ends)) {
          ending = workflowId;
        }
      }
      super.sendMessage(message);
    }

    @Override
    public void start(Listener<R> listener, Metadata headers) {
      super.start(
          new SimpleForwardingClientCallListener<R>(listener) {
            @Override
            public void onMessage(R message) {
              learn(message);
              super.onMessage(message);
            }

            @Override
            public void onClose(Status status, Metadata trailers) {
              closed(status);
              super.onClose(status, trailers);
            }
          },
          headers);
    }

    private void closed(Status status) {
      String name = method == null ? "?" : method;
      if (status.isOk() && !name.startsWith("Poll")) {
        count(name);
      }
      String workflowId = ending;
      CompletableFuture<Void> end = workflowId == null ? null : expected.remove(workflowId);
      if (end != null) {
        if (status.isOk()) {
          end.complete(null);
        } else {
          end.completeExceptionally(status.asRuntimeException());
        }
      }
    }
  }

  private void count(String name) {
    calls.computeIfAbsent(name, key -> new LongAdder()).increment();
  }

  private static boolean ends(Command command) {
    CommandType type = command.getCommandType();
    return type == CommandType.COMMAND_TYPE_COMPLETE_WORKFLOW_EXECUTION
        || type == CommandType.COMMAND_TYPE_FAIL_WORKFLOW_EXECUTION;
  }

  private void learn(Object message) {
    if (message instanceof PollWorkflowTaskQueueResponse task) {
      learn(task);
      if (!task.getTaskToken().isEmpty()) {
        count("PollWorkflowTaskQueue");
      }
    } else if (message instanceof StartWorkflowExecutionResponse started) {
      learn(started.getEagerWorkflowTask());
    } else if (message instanceof RespondWorkflowTaskCompletedResponse completed) {
      learn(completed.getWorkflowTask());
    } else if (message instanceof PollActivityTaskQueueResponse task
        && !task.getTaskToken().isEmpty()) {
      count("PollActivityTaskQueue");
    }
  }

  private void learn(PollWorkflowTaskQueueResponse task) {
    if (!task.getTaskToken().isEmpty()) {
      workflowOfToken.put(task.getTaskToken(), task.getWorkflowExecution().getWorkflowId());
    }
  }
}
