package io.activitycore.testing;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks a server whether it can do its work, which is more than that its port is open. */
final class Readiness {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);
  private static final int POSTGRES_PROTOCOL = 3 << 16;
  private static final int KAFKA_API_VERSIONS = 18;
  private static final int KAFKA_CORRELATION = 1;
  private static final String NAMESPACE = "default";

  private Readiness() {}

  static boolean ready(Server server, Endpoint endpoint) {
    return switch (server) {
      case TEMPORAL -> endpoint.problem().isEmpty() && temporal(endpoint);
      case NATS -> nats(endpoint);
      case KAFKA -> kafka(endpoint);
      case POSTGRES -> postgres(endpoint);
      case RABBITMQ -> rabbitmq(endpoint);
    };
  }

  /** It answers a request for the versions it speaks, with the request's own number. */
  private static boolean kafka(Endpoint endpoint) {
    int limit = (int) ANSWER_LIMIT.toMillis();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), limit);
      socket.setSoTimeout(limit);
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.writeInt(2 * Short.BYTES + Integer.BYTES + Short.BYTES);
      out.writeShort(KAFKA_API_VERSIONS);
      out.writeShort(0);
      out.writeInt(KAFKA_CORRELATION);
      out.writeShort(-1); // no client id
      out.flush();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      return in.readInt() > 0 && in.readInt() == KAFKA_CORRELATION;
    } catch (IOException e) {
      return false;
    }
  }

  /** Opens a session on the database: the first byte is R (let in) once it is up, E before. */
  private static boolean postgres(Endpoint endpoint) {
    int limit = (int) ANSWER_LIMIT.toMillis();
    byte[] words = "user\0activity\0database\0activity\0\0".getBytes(StandardCharsets.UTF_8);
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), limit);
      socket.setSoTimeout(limit);
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.writeInt(2 * Integer.BYTES + words.length);
      out.writeInt(POSTGRES_PROTOCOL);
      out.write(words);
      out.flush();
      return socket.getInputStream().read() == 'R';
    } catch (IOException e) {
      return false;
    }
  }

  /** Its greeting says so. */
  private static boolean nats(Endpoint endpoint) {
    int limit = (int) ANSWER_LIMIT.toMillis();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), limit);
      socket.setSoTimeout(limit);
      String greeting =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
              .readLine();
      return greeting != null
          && greeting.startsWith("INFO ")
          && greeting.contains("\"jetstream\":true");
    } catch (IOException e) {
      return false;
    }
  }

  /** It answers the protocol's header with a method, whose frame begins with 1. */
  private static boolean rabbitmq(Endpoint endpoint) {
    int limit = (int) ANSWER_LIMIT.toMillis();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), limit);
      socket.setSoTimeout(limit);
      socket.getOutputStream().write(new byte[] {'A', 'M', 'Q', 'P', 0, 0, 9, 1});
      return socket.getInputStream().read() == 1;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean temporal(Endpoint endpoint) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(endpoint.host() + ":" + endpoint.port())
                .setRpcTimeout(ANSWER_LIMIT)
                .build());
    try {
      stubs
          .blockingStub()
          .describeNamespace(DescribeNamespaceRequest.newBuilder().setNamespace(NAMESPACE).build());
      return historyAnswers(stubs);
    } catch (StatusRuntimeException e) {
      return false;
    } finally {
      stubs.shutdownNow();
    }
  }

  /** The namespace is known; a workflow that cannot exist tells whether its owner is up as well. */
  private static boolean historyAnswers(WorkflowServiceStubs stubs) {
    try {
      stubs
          .blockingStub()
          .describeWorkflowExecution(
              DescribeWorkflowExecutionRequest.newBuilder()
                  .setNamespace(NAMESPACE)
                  .setExecution(WorkflowExecution.newBuilder().setWorkflowId("readiness"))
                  .build());
      return true;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode() == Status.Code.NOT_FOUND;
    }
  }
}
