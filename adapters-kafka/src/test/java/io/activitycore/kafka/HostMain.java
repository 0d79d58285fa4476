package io.activitycore.kafka;

import io.activitycore.spi.Settlement;
import io.activitycore.testing.Recorder;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A host in a process of its own, to be killed: says on its output what it has settled. */
final class HostMain {

  private HostMain() {}

  /**
   * Consumes until it is killed.
   *
   * @param arguments broker, input topic, group, output topic, dead-letter topic
   */
  public static void main(String[] arguments) throws InterruptedException {
    KafkaOptions options =
        KafkaOptions.builder()
            .bootstrap(arguments[0])
            .topics(arguments[1])
            .group(arguments[2])
            .outTopic(arguments[3])
            .deadTopic(arguments[4])
            .partitions(3)
            .replicas(1)
            .maxInFlight(16)
            .commitInterval(Duration.ofMillis(50))
            .properties(brief())
            .build();
    Executor soon = CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS);
    KafkaBroker broker = KafkaBroker.create(options);
    broker
        .source()
        .subscribe(
            delivery ->
                CompletableFuture.supplyAsync(
                    () -> {
                      System.out.println("settled " + Recorder.body(delivery));
                      return Settlement.ACK;
                    },
                    soon));
    System.out.println("consuming");
    new CountDownLatch(1).await();
  }

  /** The shortest session that a broker grants unless told otherwise. */
  static Map<String, String> brief() {
    return Map.of("session.timeout.ms", "6000", "heartbeat.interval.ms", "500");
  }
}
