package io.activitycore.benchmarks.brokers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activitycore.kafka.KafkaBroker;
import io.activitycore.kafka.KafkaOptions;
import io.activitycore.spi.Broker;
import io.activitycore.testing.Servers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Apache Kafka; each message has a key of its own. */
final class KafkaLane implements Lane {

  private final String name;

  KafkaLane(String name) {
    this.name = name;
    Lanes.declare(broker());
  }

  private String topic(String purpose) {
    return name + "-" + purpose;
  }

  @Override
  public Broker broker() {
    return KafkaBroker.create(
        KafkaOptions.builder()
            .bootstrap(Servers.kafka())
            .topics(topic("events"))
            .group(name)
            .outTopic(topic("out"))
            .deadTopic(topic("dead"))
            .replicas(1)
            .build());
  }

  private Map<String, Object> client(Map<String, Object> more) {
    Map<String, Object> all = new java.util.HashMap<>(more);
    all.put("bootstrap.servers", Servers.kafka());
    return all;
  }

  @Override
  public void fill(int count, IntFunction<byte[]> body) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            client(Map.of("linger.ms", 5)), new ByteArraySerializer(), new ByteArraySerializer())) {
      AtomicReference<@Nullable Exception> failed = new AtomicReference<>();
      for (int i = 0; i < count; i++) {
        Future<RecordMetadata> unused =
            producer.send(
                new ProducerRecord<>(topic("events"), ("key-" + i).getBytes(UTF_8), body.apply(i)),
                (metadata, error) -> {
                  if (error != null) {
                    failed.set(error);
                  }
                });
      }
      producer.flush();
      if (failed.get() != null) {
        throw new IllegalStateException(failed.get());
      }
    }
  }

  @Override
  public BareLoop bareLoop() {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            client(
                Map.of(
                    "group.id",
                    name,
                    "enable.auto.commit",
                    false,
                    "auto.offset.reset",
                    "earliest")),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.subscribe(List.of(topic("events")));
    return new BareLoop() {
      @Override
      public void take(int count, Consumer<byte[]> work) {
        int taken = 0;
        while (taken < count) {
          for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofMillis(100))) {
            taken++;
            work.accept(message.value());
          }
          consumer.commitAsync();
        }
        consumer.commitSync();
      }

      @Override
      public void close() {
        consumer.close();
      }
    };
  }

  @Override
  public void close() {
    try (Admin admin = Admin.create(client(Map.of()))) {
      for (String purpose : List.of("events", "out", "dead")) {
        Lanes.quietly(() -> admin.deleteTopics(List.of(topic(purpose))).all().get());
      }
    }
  }
}
