package io.activitycore.samples.nats;

import io.activitycore.engine.ActivityCore;
import io.activitycore.nats.NatsBroker;
import io.activitycore.spi.Broker;
import io.activitycore.spi.EventSink;
import io.activitycore.spi.EventSource;
import io.activitycore.testing.Failpoints;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;

/**
 * A host to be killed: its failpoint comes from the environment, and each task leaves a line in a
 * file.
 */
final class FailpointHostMain {

  static final String READY = "ready to be killed";

  private FailpointHostMain() {}

  /** Arguments: the lane's name, Temporal, NATS, the file. */
  public static void main(String[] arguments) throws Exception {
    Lane lane = new Lane(arguments[0], arguments[1], arguments[2]);
    Path effects = Path.of(arguments[3]);
    WorkflowServiceStubs stubs = lane.stubs();
    NatsBroker nats = lane.broker();
    ActivityCore core =
        lane.core(
            lane.client(stubs),
            new FailpointBroker(nats),
            (input, context) -> {
              Files.writeString(
                  effects,
                  context.taskInstanceId() + "\n",
                  StandardCharsets.UTF_8,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.APPEND);
              return input;
            });
    core.start();
    System.out.println(READY);
    new CountDownLatch(1).await();
  }

  private record FailpointBroker(Broker broker) implements Broker {
    @Override
    public EventSource source() {
      return Failpoints.fromEnvironment().decorate(broker.source());
    }

    @Override
    public EventSink sink() {
      return broker.sink();
    }

    @Override
    public EventSink publisher() {
      return broker.publisher();
    }
  }
}
