package io.activitycore.docs.snippets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Definitions;
import io.activitycore.definition.EventTrigger;
import io.activitycore.definition.Node;
import io.activitycore.definition.Retry;
import io.activitycore.definition.Rule;
import io.activitycore.definition.Trigger;
import io.activitycore.engine.ActivityCore;
import io.activitycore.engine.ActivityCoreInterceptor;
import io.activitycore.engine.InMemoryStore;
import io.activitycore.event.EventEnvelope;
import io.activitycore.nats.NatsBroker;
import io.activitycore.nats.NatsOptions;
import io.activitycore.run.Decision;
import io.activitycore.spi.Broker;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The pieces of a host that the guide shows. */
final class GettingStarted {

  private GettingStarted() {}

  static WorkflowClient client(String target) {
    // tag::client
    WorkflowClient workflowClient =
        WorkflowClient.newInstance(
            WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(target).build()));
    // end::client
    return workflowClient;
  }

  static Broker broker(String url) {
    // tag::broker
    NatsBroker broker = NatsBroker.create(NatsOptions.builder().url(url).build());
    // end::broker
    return broker;
  }

  static ActivityDefinition inJava() {
    // tag::definition
    JsonNode input =
        JsonNodeFactory.instance
            .objectNode()
            .put("order", "{{ event.subject }}")
            .put("amount", "{{ payload.total }}");
    ActivityDefinition definition =
        ActivityDefinition.builder("charge-order")
            .trigger(
                Trigger.event(
                    EventTrigger.of("shop.order.placed").withWhere("payload.total > 100")))
            .rules(
                Rule.always(
                    Node.task("charge", "billing.charge")
                        .input(input)
                        .retry(Retry.attempts(3))
                        .build()))
            .build();
    // end::definition
    return definition;
  }

  static ActivityCore withAnnotation(WorkflowClient workflowClient, Broker broker, Thanks thanks) {
    // tag::annotated
    ActivityCore core =
        ActivityCore.builder(workflowClient)
            .store(InMemoryStore.create())
            .broker(broker)
            .register(thanks) // brings its definition with it
            .build();
    // end::annotated
    return core;
  }

  static ActivityCore withFunctions(
      WorkflowClient workflowClient, Broker broker, Definitions definitions, List<String> ran) {
    // tag::functions
    ActivityCore core =
        ActivityCore.builder(workflowClient)
            .definitions(definitions)
            .store(InMemoryStore.create())
            .broker(broker)
            .task(
                "billing.charge",
                (input, context) -> {
                  ran.add(input.path("order").asText());
                  return JsonNodeFactory.instance.objectNode();
                })
            .build();
    // end::functions
    return core;
  }

  static ActivityCore withContainer(
      WorkflowClient workflowClient, Broker broker, Container container) {
    // tag::instances
    ActivityCore core =
        ActivityCore.builder(workflowClient)
            .definitions(Definitions.fromClasspath("activities"))
            .store(InMemoryStore.create())
            .broker(broker)
            .instances(container::getInstance)
            .register(ShopTasks.class)
            .build();
    // end::instances
    return core;
  }

  static WorkerFactory attached(WorkflowClient workflowClient, ActivityCore core) {
    // tag::attach
    WorkerFactory factory =
        WorkerFactory.newInstance(
            workflowClient,
            WorkerFactoryOptions.newBuilder()
                .setWorkerInterceptors(new ActivityCoreInterceptor())
                .build());
    core.attachTo(factory); // adds workers, or registers with those you have on the same queues
    factory.start(); // yours to start, and to stop after core.close()
    core.start();
    // end::attach
    return factory;
  }

  static void publish(ActivityCore core, JsonNode payload) {
    // tag::publish
    core.publish(
        new EventEnvelope(
            "evt-1", // the same id is the same event
            "shop.order.placed",
            "https://shop.example.com",
            Instant.parse("2026-03-28T09:00:00Z"),
            "order/4711",
            null,
            null,
            payload,
            Map.of()));
    // end::publish
  }

  static Decision trigger(ActivityCore core, JsonNode payload) {
    // tag::trigger
    Decision decision = core.trigger("charge-order", "late-order-4711", payload);
    // end::trigger
    return decision;
  }
}
