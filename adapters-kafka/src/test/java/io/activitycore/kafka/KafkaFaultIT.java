package io.activitycore.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.activitycore.spi.EventSource.Subscription;
import io.activitycore.spi.Settlement;
import io.activitycore.testing.PrivateServer;
import io.activitycore.testing.Recorder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class KafkaFaultIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final PrivateServer server = FaultKafka.get().server();
  private Bench bench;

  @BeforeEach
  void open() {
    bench = new Bench(server.address());
  }

  @AfterEach
  void close() throws Exception {
    bench.close();
  }

  @Test
  void a_killed_broker_loses_nothing_and_commits_nothing_unsettled() throws Exception {
    int count = 400;
    ConcurrentLinkedQueue<Runnable> held = new ConcurrentLinkedQueue<>();
    Recorder recorder =
        Recorder.answering(
            d ->
                Integer.parseInt(Recorder.body(d)) % 2 == 0
                    ? CompletableFuture.completedStage(Settlement.ACK)
                    : hold(held));
    bench.broker(bench.options().maxInFlight(64).build()).source().subscribe(recorder);
    String[] bodies = IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new);
    bench.publish(bodies);
    await().atMost(LIMIT).until(() -> held.size() >= 64);

    server.kill();
    server.start();

    assertThat(bench.allCommitted()).isFalse();
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              settle(held);
              return bench.allCommitted();
            });
    assertThat(Set.copyOf(recorder.bodies())).containsExactlyInAnyOrder(bodies);
  }

  @Test
  void a_frozen_broker_is_told_of_and_consumption_goes_on_when_it_thaws() throws Exception {
    Recorder recorder = Recorder.acking();
    Subscription subscription =
        bench
            .broker(bench.options().requestTimeout(Duration.ofSeconds(3)).build())
            .source()
            .subscribe(recorder);
    bench.publish("1");
    await().atMost(LIMIT).until(() -> recorder.deliveries().size() == 1);

    server.freeze();
    await().atMost(LIMIT).until(() -> !subscription.state().healthy());
    server.thaw();

    await().atMost(LIMIT).until(() -> subscription.state().healthy());
    bench.publish("2");
    await().atMost(LIMIT).until(() -> recorder.bodies().contains("2"));
    await().atMost(LIMIT).until(bench::allCommitted);
  }

  /** Out of touch for longer than the session, the same process gets its partitions again. */
  @Test
  void what_is_in_hand_over_a_lost_session_is_not_handed_over_twice() throws Exception {
    CompletableFuture<Settlement> slow = new CompletableFuture<>();
    Recorder recorder = Recorder.waiting(slow);
    Map<String, String> brief =
        Map.of("session.timeout.ms", "6000", "heartbeat.interval.ms", "500");
    bench
        .broker(bench.options().properties(brief).requestTimeout(Duration.ofSeconds(3)).build())
        .source()
        .subscribe(recorder);
    bench.publish(new ProducerRecord<>(bench.topic(), "k".getBytes(UTF_8), "1".getBytes(UTF_8)));
    await().atMost(LIMIT).until(() -> recorder.deliveries().size() == 1);

    server.freeze();
    long until = System.nanoTime() + Duration.ofSeconds(8).toNanos();
    await().atMost(LIMIT).until(() -> System.nanoTime() > until);
    server.thaw();
    bench.publish(new ProducerRecord<>(bench.topic(), "z".getBytes(UTF_8), "2".getBytes(UTF_8)));

    await().atMost(LIMIT).until(() -> recorder.bodies().contains("2"));
    // A server that wakes gives the member up a little later, or not at all.
    AtomicReference<List<MemberDescription>> before = new AtomicReference<>(List.of());
    await()
        .during(Duration.ofSeconds(3))
        .atMost(LIMIT)
        .until(
            () -> {
              List<MemberDescription> now = List.copyOf(bench.members());
              return now.equals(before.getAndSet(now)) && now.size() == 1;
            });
    assertThat(recorder.bodies()).containsExactly("1", "2");
    slow.complete(Settlement.ACK);
    await().atMost(LIMIT).until(bench::allCommitted);
    assertThat(recorder.bodies()).containsExactly("1", "2");
  }

  @Test
  void a_half_open_connection_is_found_within_two_request_timeouts() throws Exception {
    Recorder recorder = Recorder.acking();
    Subscription subscription =
        bench
            .broker(
                bench
                    .options()
                    .bootstrap(FaultKafka.get().cuttable())
                    .requestTimeout(Duration.ofSeconds(3))
                    .build())
            .source()
            .subscribe(recorder);
    bench.publish("1");
    await().atMost(LIMIT).until(() -> recorder.deliveries().size() == 1);
    await().atMost(LIMIT).until(() -> subscription.state().healthy());

    FaultKafka.get().proxy().blackhole();
    await().atMost(Duration.ofSeconds(20)).until(() -> !subscription.state().healthy());
    bench.publish("2");
    FaultKafka.get().proxy().heal();

    await().atMost(LIMIT).until(() -> recorder.bodies().contains("2"));
    await().atMost(LIMIT).until(() -> subscription.state().healthy());
    await().atMost(LIMIT).until(bench::allCommitted);
  }

  private static CompletionStage<Settlement> hold(ConcurrentLinkedQueue<Runnable> held) {
    CompletableFuture<Settlement> later = new CompletableFuture<>();
    held.add(() -> later.complete(Settlement.ACK));
    return later;
  }

  private static void settle(ConcurrentLinkedQueue<Runnable> held) {
    for (Runnable next = held.poll(); next != null; next = held.poll()) {
      next.run();
    }
  }
}
