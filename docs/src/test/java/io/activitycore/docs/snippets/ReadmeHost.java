package io.activitycore.docs.snippets;

import io.activitycore.definition.Definitions;
import io.activitycore.engine.ActivityCore;
import io.activitycore.engine.InMemoryStore;
import io.activitycore.spi.Broker;
import io.temporal.client.WorkflowClient;

/** The README's host. */
final class ReadmeHost {

  private ReadmeHost() {}

  static ActivityCore start(WorkflowClient workflowClient, Broker broker, Payments payments) {
    // tag::host
    ActivityCore core =
        ActivityCore.builder(workflowClient) // your own Temporal client
            .definitions(Definitions.fromClasspath("activities"))
            .store(InMemoryStore.create())
            .broker(broker) // NatsBroker, KafkaBroker, RabbitBroker; InMemoryBroker in a test
            .register(new ShopTasks(payments))
            .build();
    core.start();
    // end::host
    return core;
  }
}
