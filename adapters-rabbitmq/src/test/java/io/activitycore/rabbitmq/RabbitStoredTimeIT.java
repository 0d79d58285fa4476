package io.activitycore.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.activitycore.spi.Delivery;
import io.activitycore.spi.Settlement;
import io.activitycore.testing.PrivateServer;
import io.activitycore.testing.Recorder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a server whose interceptor stamps each message, whatever its publisher wrote. */
final class RabbitStoredTimeIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long LONG_AGO = Instant.parse("2020-01-01T00:00:00Z").toEpochMilli();

  private static PrivateServer server;

  private Bench bench;

  @BeforeAll
  static void start() {
    server =
        PrivateServer.rabbitmq(
            List.of("message_interceptors.incoming.set_header_timestamp.overwrite = true"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open() throws Exception {
    bench = new Bench(server.address());
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void the_time_is_the_servers_whatever_the_publisher_wrote_and_stays_over_retries()
      throws Exception {
    Recorder recorder =
        Recorder.settling(
            d ->
                d.attempt() < 3
                    ? new Settlement.RetryLater(Duration.ofMillis(1_500), "again")
                    : Settlement.ACK);
    RabbitBroker broker = bench.broker(bench.options().trustTimestamps(true).build());
    broker.source().subscribe(recorder);

    Instant before = Instant.ofEpochMilli(System.currentTimeMillis());
    bench.publish(Map.of("timestamp_in_ms", LONG_AGO, Incoming.STORED, LONG_AGO), "one");
    Instant after = Instant.now();

    await().atMost(LIMIT).until(() -> recorder.deliveries().size() == 3);
    assertThat(recorder.deliveries())
        .extracting(Delivery::storedAt)
        .allSatisfy(time -> assertThat(time).isBetween(before, after))
        .containsOnly(recorder.deliveries().get(0).storedAt());
    assertThat(bench.isEmptyWithout(broker)).isTrue();
  }

  @Test
  void without_the_option_nobody_says_when() throws Exception {
    Recorder recorder = Recorder.acking();
    bench.broker(bench.options().build()).source().subscribe(recorder);

    bench.publish(Map.of("timestamp_in_ms", LONG_AGO), "one");

    await().atMost(LIMIT).until(() -> recorder.deliveries().size() == 1);
    assertThat(recorder.deliveries().get(0).storedAt()).isNull();
  }
}
