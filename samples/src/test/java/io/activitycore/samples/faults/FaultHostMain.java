package io.activitycore.samples.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activitycore.engine.ActivityCore;
import io.activitycore.event.EnvelopeJson;
import io.activitycore.event.EventEnvelope;
import io.activitycore.handler.TaskFunction;
import io.activitycore.spi.Broker;
import io.activitycore.spi.EventSink;
import io.activitycore.spi.EventSource;
import io.activitycore.testing.Failpoints;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A host in a process of its own, to be killed and frozen; its failpoints come by environment. */
final class FaultHostMain {

  static final String READY = "ready to fail";

  static final String CLOSED = "closed in peace";

  /** Names the file that announces that the relay stands between publishing and marking. */
  static final String RELAY = "ACTIVITY_CORE_TEST_RELAY";

  /** An event out with this in it stops the relay. */
  static final String RELAY_MATCH = "stop-the-relay";

  /** Whether it is one of several at once, and the broker impatient. */
  static final String MEMBER = "ACTIVITY_CORE_TEST_MEMBER";

  private FaultHostMain() {}

  /** Arguments: kind of broker, lane, Temporal, broker, PostgreSQL, the file for effects. */
  public static void main(String[] arguments) throws Exception {
    Kind kind = Kind.valueOf(arguments[0]);
    Scene scene = new Scene(arguments[1]);
    Path effects = Path.of(arguments[5]);
    WorkflowClient client =
        WorkflowClient.newInstance(
            WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(arguments[2]).build()));
    Broker broker =
        System.getenv(MEMBER) == null
            ? kind.broker(arguments[3], scene.lane(), false)
            : kind.member(arguments[3], scene.lane());
    ActivityCore core =
        scene.core(
            client,
            new FaultStore(arguments[4], scene.lane()).store(),
            new WithFailpoints(broker, System.getenv(RELAY)),
            leaving(effects));
    try {
      core.start();
    } catch (RuntimeException e) {
      System.out.println("not started: " + e);
      Runtime.getRuntime().halt(1);
    }
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  core.close();
                  broker.close();
                  System.out.println(CLOSED);
                }));
    System.out.println(READY);
    new CountDownLatch(1).await();
  }

  /** Leaves a line in that file. */
  static TaskFunction leaving(Path effects) {
    return (input, context) -> {
      Files.writeString(
          effects,
          context.taskInstanceId() + '\n',
          UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      return input;
    };
  }

  private record WithFailpoints(Broker broker, @Nullable String relay) implements Broker {
    @Override
    public EventSource source() {
      return Failpoints.fromEnvironment().decorate(broker.source());
    }

    @Override
    public EventSink sink() {
      EventSink sink = broker.sink();
      return relay == null ? sink : event -> publishAndStop(sink, event, Path.of(relay));
    }

    @Override
    public EventSink publisher() {
      return broker.publisher();
    }

    private static void publishAndStop(EventSink sink, EventEnvelope event, Path announcement) {
      sink.publish(event);
      if (new String(EnvelopeJson.write(event), UTF_8).contains(RELAY_MATCH)) {
        try {
          Files.writeString(announcement, event.eventId());
          new CountDownLatch(1).await();
        } catch (Exception e) {
          throw new IllegalStateException("the relay did not stop", e);
        }
      }
    }
  }
}
