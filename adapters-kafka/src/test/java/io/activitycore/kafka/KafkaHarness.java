package io.activitycore.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activitycore.spi.Broker;
import io.activitycore.spi.StoredDeadLetter;
import io.activitycore.testing.contract.BrokerHarness;
import io.activitycore.testing.contract.Message;
import io.activitycore.testing.contract.Outage;
import io.activitycore.testing.contract.Tuning;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.Header;

/**
 * Fresh topics of a private Kafka; the adapter reaches it through a proxy, the harness straight.
 */
final class KafkaHarness implements BrokerHarness {

  private final Bench bench = new Bench(FaultKafka.get().straight());
  private final int partitions;

  KafkaHarness(int partitions) {
    this.partitions = partitions;
  }

  @Override
  public Broker open(Tuning tuning) {
    KafkaOptions.Builder options =
        bench
            .options()
            .bootstrap(FaultKafka.get().cuttable())
            .partitions(partitions)
            .maxInFlight(tuning.maxInFlight())
            .drainTimeout(tuning.drainTimeout())
            .format(tuning.format())
            .retryInitial(Duration.ofMillis(100))
            .commitInterval(Duration.ofMillis(50))
            .revokeTimeout(Duration.ofMillis(500))
            .requestTimeout(Duration.ofSeconds(5));
    if (tuning.from() != null) {
      options
          .group(bench.group() + "-" + UUID.randomUUID())
          .start(KafkaBeginning.fromTime(tuning.from()));
    }
    return KafkaBroker.create(options.build());
  }

  @Override
  public void send(Message message) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(bench.topic(), message.key().getBytes(UTF_8), message.body());
    message.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    try {
      bench.createIfMissing(bench.topic(), partitions);
      bench.publish(record);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    try {
      return bench.read(topic);
    } catch (Exception e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return List.of();
      }
      throw new IllegalStateException(e);
    }
  }

  @Override
  public List<Message> published() {
    return read(bench.outTopic()).stream().map(KafkaHarness::message).toList();
  }

  private static Message message(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : record.headers()) {
      headers.putIfAbsent(header.key(), new String(header.value(), UTF_8));
    }
    String key = record.key() == null ? "" : new String(record.key(), UTF_8);
    return new Message(key, record.value(), headers);
  }

  @Override
  public List<StoredDeadLetter> deadLettered() {
    return read(bench.deadTopic()).stream().map(DeadLetter::read).toList();
  }

  @Override
  public void crash(Broker broker) {
    ((KafkaBroker) broker).crash();
  }

  /** A crash here tells the group, or every rule would wait for the end of the session. */
  @Override
  public Duration redelivery() {
    return Duration.ofSeconds(1);
  }

  @Override
  public Map<String, String> oddHeaders() {
    Map<String, String> odd = new HashMap<>(BrokerHarness.super.oddHeaders());
    odd.put("X-\u00dcml\u00e4ut \u6f22", "\u6f22\n\u0000 \ud83d\ude00");
    return odd;
  }

  /** As the tests' server is configured. */
  @Override
  public OptionalInt largestBody() {
    return OptionalInt.of(8 * 1024 * 1024);
  }

  @Override
  public Optional<Outage> serverOutage() {
    return Optional.of(
        new Outage() {
          @Override
          public void begin() {
            FaultKafka.get().proxy().refuse();
          }

          @Override
          public void end() {
            FaultKafka.get().proxy().heal();
          }
        });
  }

  /** Nothing is small enough for the topic. */
  @Override
  public Optional<Outage> deadLetterOutage() {
    return Optional.of(
        new Outage() {
          @Override
          public void begin() {
            limit("1");
          }

          @Override
          public void end() {
            limit("8388608");
          }

          private void limit(String bytes) {
            try {
              bench.set(bench.deadTopic(), "max.message.bytes", bytes);
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          }
        });
  }

  @Override
  public void close() {
    FaultKafka.get().proxy().heal();
    try {
      bench.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
