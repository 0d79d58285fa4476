package io.activitycore.samples.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import io.activitycore.kafka.KafkaBroker;
import io.activitycore.kafka.KafkaOptions;
import io.activitycore.run.Decision;
import io.activitycore.spi.DeadLetterQuery;
import io.activitycore.spi.DeadLetters;
import io.activitycore.spi.EventHints;
import io.activitycore.spi.EventSinkException;
import io.activitycore.spi.Settlement;
import io.activitycore.testing.PrivateServer;
import io.activitycore.testing.Servers;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kafka in, Temporal, Kafka out, while the broker is killed. */
class KafkaEndToEndIT {

  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final String name = "kafka-" + Long.toString(System.nanoTime(), 36);
  private final Queue<String> work = new ConcurrentLinkedQueue<>();
  private final Set<String> completed = ConcurrentHashMap.newKeySet();
  private PrivateServer kafka;
  private KafkaBroker broker;
  private KafkaBroker observer;
  private WorkflowServiceStubs stubs;
  private WorkflowClient client;
  private ActivityCore core;

  @BeforeEach
  void start() {
    kafka = PrivateServer.kafka();
    stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(Servers.temporal()).build());
    client = WorkflowClient.newInstance(stubs);
    broker = KafkaBroker.create(options().build());
    core =
        ActivityCore.builder(client)
            .definitions(Definitions.of(definition()))
            .store(InMemoryStore.create())
            .broker(broker)
            .task(
                "kafka.work",
                (input, context) -> {
                  work.add(context.taskInstanceId());
                  return input;
                })
            .build();
    core.start();
    observer =
        KafkaBroker.create(
            options().topics("activity-out").outTopic("unused").group("observer").build());
  }

  private KafkaOptions.Builder options() {
    return KafkaOptions.builder()
        .bootstrap(kafka.address())
        .commitInterval(Duration.ofMillis(100))
        .replicas(1);
  }

  private ActivityDefinition definition() {
    ObjectNode input = JsonNodeFactory.instance.objectNode();
    input.put("n", "{{ payload.n }}");
    return ActivityDefinition.builder(name)
        .taskQueue(name + "-tq")
        .trigger(Trigger.event("test." + name))
        .rules(
            Rule.always(
                Node.task("only", "kafka.work").input(input).retry(Retry.attempts(3)).build()))
        .build();
  }

  private EventEnvelope event(int n) {
    return new EventEnvelope(
        "evt-" + n,
        "test." + name,
        "urn:test",
        Instant.parse("2026-11-21T09:00:00Z"),
        "subject/" + n % 7,
        null,
        null,
        JsonNodeFactory.instance.objectNode().put("n", n),
        Map.of());
  }

  private void publishPoison(int n) throws Exception {
    Map<String, Object> config = Map.of("bootstrap.servers", kafka.address());
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> raw = new KafkaProducer<>(config, bytes, bytes)) {
      raw.send(new ProducerRecord<>("activity-events", ("poison " + n).getBytes(UTF_8))).get();
    }
  }

  @AfterEach
  void stop() {
    observer.close();
    core.close();
    broker.close();
    stubs.shutdownNow();
    kafka.close();
  }

  private void publish(EventEnvelope event) {
    await()
        .atMost(LONGEST)
        .ignoreException(EventSinkException.class)
        .until(
            () -> {
              broker.publisher().publish(event);
              return true;
            });
  }

  private long runs() {
    try (Stream<?> found = client.listExecutions("activity_id = '" + name + "'")) {
      return found.count();
    }
  }

  @Test
  void every_event_runs_once_though_it_comes_twice_and_the_broker_is_killed() throws Exception {
    observer
        .source()
        .subscribe(
            delivery -> {
              EventHints hints = EventHints.of(delivery.body(), delivery.headers());
              if ("RunCompleted".equals(hints.type())) {
                completed.add(String.valueOf(hints.eventId()));
              }
              return CompletableFuture.completedStage(Settlement.ACK);
            });
    long seed = Long.getLong("seed", new Random().nextLong());
    Random random = new Random(seed);
    int events = 60;
    int poisoned = 0;
    for (int n = 0; n < events; n++) {
      publish(event(n));
      if (random.nextInt(4) == 0) {
        publish(event(random.nextInt(n + 1)));
      }
      if (n % 10 == 5) {
        publishPoison(poisoned++);
      }
      if (n == events / 2) {
        kafka.kill();
        kafka.start();
      }
    }

    await().atMost(LONGEST).alias("seed " + seed).until(() -> work.size() >= events);
    await().atMost(LONGEST).alias("seed " + seed).until(() -> completed.size() == events);
    await().atMost(LONGEST).until(() -> runs() == events);
    for (int n = 0; n < events; n++) {
      assertThat(core.explain("evt-" + n).decisions())
          .as("seed %d, event %d", seed, n)
          .filteredOn(decision -> decision.kind() == Decision.Kind.STARTED)
          .hasSize(1);
    }
    assertThat(work).as("seed %d", seed).hasSize(events).doesNotHaveDuplicates();
    DeadLetters dead = broker.deadLetters().orElseThrow();
    int expected = poisoned;
    await().atMost(LONGEST).until(() -> dead.list(DeadLetterQuery.all()).size() == expected);
    assertThat(dead.list(DeadLetterQuery.all()))
        .extracting(letter -> new String(letter.body(), UTF_8))
        .allSatisfy(body -> assertThat(body).startsWith("poison "));
  }
}
