package io.activitycore.benchmarks.brokers;

import io.activitycore.spi.Broker;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes lanes. */
final class Lanes {

  private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

  private Lanes() {}

  /** The names of the brokers there are. */
  static final List<String> BROKERS = List.of("nats", "kafka", "rabbitmq");

  static Lane open(String broker, String name) throws Exception {
    return switch (broker) {
      case "nats" -> new NatsLane(name);
      case "kafka" -> new KafkaLane(name);
      case "rabbitmq" -> new RabbitLane(name);
      default -> throw new IllegalArgumentException(broker + ": expected one of " + BROKERS);
    };
  }

  /** Lets our adapter make its streams or queues while nothing is in them. */
  static void declare(Broker broker) {
    try (broker) {
      broker.source().subscribe(delivery -> new CompletableFuture<>()).close();
    }
  }

  /** Something at the broker. */
  interface Removal {
    void run() throws Exception;
  }

  /** What is left behind on a test server harms nobody. */
  static void quietly(Removal removal) {
    try {
      removal.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.debug("not removed", e);
    }
  }
}
