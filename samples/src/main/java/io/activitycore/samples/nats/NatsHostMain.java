package io.activitycore.samples.nats;

import io.activitycore.definition.Definitions;
import io.activitycore.engine.ActivityCore;
import io.activitycore.engine.InMemoryStore;
import io.activitycore.nats.NatsBroker;
import io.activitycore.nats.NatsOptions;
import io.activitycore.samples.quickstart.ShopTasks;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.concurrent.CountDownLatch;

/**
 * The shop of the quickstart on real servers: {@code ACTIVITY_CORE_TEMPORAL} (host:port) and {@code
 * ACTIVITY_CORE_NATS} (URL) say where they are. Publish to {@code activity.<type>}; events come out
 * on {@code activity-out.<type>}. It runs until it is stopped.
 */
public final class NatsHostMain {

  private NatsHostMain() {}

  /** Runs the host. */
  public static void main(String[] arguments) throws InterruptedException {
    WorkflowServiceStubs temporal =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(address("ACTIVITY_CORE_TEMPORAL", "127.0.0.1:7233"))
                .build());
    NatsBroker nats =
        NatsBroker.create(
            NatsOptions.builder()
                .url(address("ACTIVITY_CORE_NATS", "nats://127.0.0.1:4222"))
                .build());
    ActivityCore core =
        ActivityCore.builder(WorkflowClient.newInstance(temporal))
            .definitions(Definitions.fromClasspath("quickstart/definitions"))
            .store(InMemoryStore.create())
            .broker(nats)
            .register(new ShopTasks())
            .build();
    core.start();
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  core.close();
                  nats.close();
                  temporal.shutdown();
                  stopped.countDown();
                }));
    System.out.println("The host is ready; stop it with Ctrl-C");
    stopped.await();
  }

  private static String address(String variable, String otherwise) {
    return System.getenv().getOrDefault(variable, otherwise);
  }
}
