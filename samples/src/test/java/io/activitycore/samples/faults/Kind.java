package io.activitycore.samples.faults;

import io.activitycore.kafka.KafkaBroker;
import io.activitycore.kafka.KafkaOptions;
import io.activitycore.nats.NatsBroker;
import io.activitycore.nats.NatsOptions;
import io.activitycore.rabbitmq.RabbitBroker;
import io.activitycore.rabbitmq.RabbitOptions;
import io.activitycore.spi.Broker;
import java.time.Duration;
import java.util.Map;

/** The three brokers, as hosts of these tests use them: each as its adapter's guide says. */
enum Kind {
  /** NATS JetStream. */
  NATS {
    @Override
    Broker broker(String address, String lane, boolean ordered) {
      NatsOptions.Builder options =
          nats(address, lane).stream(stream(lane, "in"))
              .subject(lane + "-in.>")
              .consumer(lane + "-router")
              .out(stream(lane, "out"), lane + "-out");
      return NatsBroker.create(ordered ? options.orderBy("subject").build() : options.build());
    }

    @Override
    Broker observer(String address, String lane) {
      return NatsBroker.create(
          nats(address, lane).stream(stream(lane, "out"))
              .subject(lane + "-out.>")
              .consumer(lane + "-observer")
              .out(stream(lane, "none"), lane + "-none")
              .build());
    }

    private NatsOptions.Builder nats(String address, String lane) {
      return NatsOptions.builder()
          .url(address)
          .dead(stream(lane, "dead"), lane + "-dead")
          .ackWait(Duration.ofSeconds(2))
          .retry(Duration.ofMillis(200), Duration.ofSeconds(2));
    }
  },

  /** Apache Kafka. */
  KAFKA {
    @Override
    Broker broker(String address, String lane, boolean ordered) {
      return KafkaBroker.create(
          kafka(address)
              .topics(lane + "-in")
              .group(lane + "-router")
              .instance(lane + "-host") // whoever comes after a host that died has its partitions
              .outTopic(lane + "-out")
              .deadTopic(lane + "-dead")
              .build());
    }

    @Override
    Broker observer(String address, String lane) {
      return KafkaBroker.create(
          kafka(address)
              .topics(lane + "-out")
              .group(lane + "-observer")
              .outTopic(lane + "-none")
              .deadTopic(lane + "-none-dead")
              .build());
    }

    @Override
    Broker member(String address, String lane) {
      return KafkaBroker.create(
          kafka(address)
              .topics(lane + "-in")
              .group(lane + "-router")
              .outTopic(lane + "-out")
              .deadTopic(lane + "-dead")
              .properties(
                  Map.of(
                      "max.poll.interval.ms",
                      Long.toString(PATIENCE.toMillis()),
                      "session.timeout.ms",
                      "6000",
                      "heartbeat.interval.ms",
                      "1000"))
              .build());
    }

    private KafkaOptions.Builder kafka(String address) {
      return KafkaOptions.builder()
          .bootstrap(address)
          .partitions(3)
          .replicas(1)
          .commitInterval(Duration.ofMillis(100))
          .retryInitial(Duration.ofMillis(200))
          .retryMaximum(Duration.ofSeconds(2))
          .properties(Map.of("session.timeout.ms", "10000", "heartbeat.interval.ms", "1000"));
    }
  },

  /** RabbitMQ. */
  RABBITMQ {
    @Override
    Broker broker(String address, String lane, boolean ordered) {
      RabbitOptions.Builder options =
          rabbit(address)
              .in(lane + "-in", lane + "-events")
              .out(lane + "-out", lane + "-out")
              .dead(lane + "-dead", lane + "-dead");
      return RabbitBroker.create(ordered ? options.orderedByRoutingKey().build() : options.build());
    }

    @Override
    Broker observer(String address, String lane) {
      return RabbitBroker.create(
          rabbit(address)
              .in(lane + "-out", lane + "-observer")
              .out(lane + "-none", null)
              .dead(lane + "-none-dead", lane + "-none-dead")
              .build());
    }

    private RabbitOptions.Builder rabbit(String address) {
      return RabbitOptions.builder()
          .uri(address)
          .delays(Duration.ofMillis(200), Duration.ofSeconds(2))
          .retry(Duration.ofMillis(200), Duration.ofSeconds(2));
    }
  };

  /** How long an impatient broker lets a consumer be without a sign that it goes on. */
  static final Duration PATIENCE = Duration.ofSeconds(3);

  /**
   * What a host uses.
   *
   * @param ordered whether the order of each key (Kafka), subject (NATS) or routing key (RabbitMQ)
   *     is kept; Kafka's always is
   */
  abstract Broker broker(String address, String lane, boolean ordered);

  /**
   * What one of several hosts at once uses, none of which has a name of its own; the broker gives
   * them {@link #PATIENCE}.
   */
  Broker member(String address, String lane) {
    return broker(address, lane, false);
  }

  /** One whose source reads what hosts publish. */
  abstract Broker observer(String address, String lane);

  static String stream(String lane, String purpose) {
    return (lane + "_" + purpose).replace('-', '_');
  }
}
