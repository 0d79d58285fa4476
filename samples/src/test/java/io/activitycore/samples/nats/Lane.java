package io.activitycore.samples.nats;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Definitions;
import io.activitycore.definition.Node;
import io.activitycore.definition.Retry;
import io.activitycore.definition.Rule;
import io.activitycore.definition.Trigger;
import io.activitycore.engine.ActivityCore;
import io.activitycore.engine.InMemoryStore;
import io.activitycore.event.EventEnvelope;
import io.activitycore.handler.TaskFunction;
import io.activitycore.nats.NatsBroker;
import io.activitycore.nats.NatsOptions;
import io.activitycore.spi.Broker;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One test's own stream, subjects, consumer, activity and task queue on servers that others use
 * too.
 *
 * @param name unique, in lower case
 * @param temporal host:port
 * @param nats URL
 */
record Lane(String name, String temporal, String nats) {

  static Lane create(String purpose, String temporal, String nats) {
    return new Lane(purpose + "-" + Long.toString(System.nanoTime(), 36), temporal, nats);
  }

  String type() {
    return "test." + name;
  }

  String inSubject() {
    return name + "-in." + type();
  }

  String outPrefix() {
    return name + "-out";
  }

  String deadPrefix() {
    return name + "-dead";
  }

  String stream(String purpose) {
    return (name + "_" + purpose).replace('-', '_');
  }

  String consumer() {
    return name + "-router";
  }

  NatsBroker broker() {
    return NatsBroker.create(
        NatsOptions.builder().url(nats).stream(stream("events"))
            .subject(name + "-in.>")
            .consumer(consumer())
            .out(stream("out"), outPrefix())
            .dead(stream("dead"), deadPrefix())
            .ackWait(Duration.ofSeconds(2))
            .build());
  }

  WorkflowServiceStubs stubs() {
    return WorkflowServiceStubs.newServiceStubs(
        WorkflowServiceStubsOptions.newBuilder().setTarget(temporal).build());
  }

  WorkflowClient client(WorkflowServiceStubs stubs) {
    return WorkflowClient.newInstance(stubs, WorkflowClientOptions.getDefaultInstance());
  }

  /** Two tasks, the second with the first one's result. */
  ActivityDefinition definition() {
    ObjectNode second = JsonNodeFactory.instance.objectNode();
    second.put("previous", "{{ first.n }}");
    ObjectNode first = JsonNodeFactory.instance.objectNode();
    first.put("n", "{{ payload.n }}");
    return ActivityDefinition.builder(name)
        .taskQueue(name + "-tq")
        .trigger(Trigger.event(type()))
        .rules(
            Rule.always(
                Node.task("first", "lane.work").input(first).retry(Retry.attempts(3)).build(),
                Node.task("second", "lane.work").input(second).build()))
        .build();
  }

  ActivityCore core(WorkflowClient client, Broker broker, TaskFunction work) {
    return ActivityCore.builder(client)
        .definitions(Definitions.of(definition()))
        .store(InMemoryStore.create())
        .broker(broker)
        .task("lane.work", work)
        .build();
  }

  EventEnvelope event(String id, int n) {
    return new EventEnvelope(
        id,
        type(),
        "urn:test",
        Instant.now(),
        null,
        null,
        null,
        JsonNodeFactory.instance.objectNode().put("n", n),
        Map.of());
  }

  /** The runs that Temporal shows for the activity. */
  List<WorkflowExecutionMetadata> runs(WorkflowClient client) {
    try (Stream<WorkflowExecutionMetadata> found =
        client.listExecutions("activity_id = '" + name + "'")) {
      return found.toList();
    }
  }
}
