package io.activitycore.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.activitycore.spi.EventSource.Subscription;
import io.activitycore.testing.Recorder;
import io.activitycore.testing.Servers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where reading begins, at first and again. */
final class KafkaBeginningIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private Bench bench;

  @BeforeEach
  void open() {
    bench = new Bench(Servers.kafka());
  }

  @AfterEach
  void close() throws Exception {
    bench.close();
  }

  private void subscribe(KafkaOptions.Builder options, Recorder recorder) {
    Subscription unused = bench.broker(options.build()).source().subscribe(recorder);
  }

  private static void awaitBodies(Recorder recorder, String... bodies) {
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(recorder.bodies()).containsExactlyInAnyOrder(bodies));
  }

  @Test
  void a_replay_from_a_time_happens_once_in_each_partition() throws Exception {
    Recorder first = Recorder.acking();
    subscribe(bench.options(), first);
    long base = System.currentTimeMillis() - 100_000;
    for (int i = 0; i < 6; i++) {
      bench.publish(
          new ProducerRecord<>(
              bench.topic(), i % 3, base + 1000L * i, null, Integer.toString(i).getBytes(UTF_8)));
    }
    await().atMost(LIMIT).until(bench::allCommitted);
    bench.closeBrokers();

    KafkaBeginning since = KafkaBeginning.fromTime(Instant.ofEpochMilli(base + 3500));
    Recorder second = Recorder.acking();
    subscribe(bench.options().replay(since), second);
    awaitBodies(second, "4", "5");
    await().atMost(LIMIT).until(bench::allCommitted);
    bench.closeBrokers();

    Recorder third = Recorder.acking();
    subscribe(bench.options().replay(since), third);
    bench.publish("6");
    awaitBodies(third, "6");
    bench.closeBrokers();

    Recorder fourth = Recorder.acking();
    subscribe(
        bench.options().replay(KafkaBeginning.fromOffsets(Map.of(0, 1L, 1, 2L, 2, 9L))), fourth);
    await().atMost(LIMIT).until(() -> fourth.bodies().contains("3"));
    assertThat(fourth.bodies()).doesNotContain("0", "1", "4");
  }

  @Test
  void a_new_group_may_begin_at_the_end() throws Exception {
    bench.create(bench.topic(), 1, Map.of());
    bench.publish("old");
    Recorder recorder = Recorder.acking();
    subscribe(bench.options().start(KafkaBeginning.latest()), recorder);
    await().atMost(LIMIT).until(() -> bench.committed().getOrDefault(0, 0L) == 1);
    bench.publish("new");
    awaitBodies(recorder, "new");
  }
}
