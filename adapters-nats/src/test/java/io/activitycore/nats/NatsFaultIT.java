package io.activitycore.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.activitycore.spi.Delivery;
import io.activitycore.spi.Settlement;
import io.activitycore.testing.PrivateServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class NatsFaultIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private PrivateServer server;
  private Bench bench;

  @BeforeEach
  void open() throws Exception {
    server = PrivateServer.nats();
    bench = new Bench(server.address());
  }

  @AfterEach
  void close() throws Exception {
    bench.close();
    server.close();
  }

  @Test
  void a_killed_server_loses_nothing_and_acknowledges_nothing_unsettled() throws Exception {
    int count = 200;
    Set<String> settled = ConcurrentHashMap.newKeySet();
    ConcurrentLinkedQueue<Runnable> held = new ConcurrentLinkedQueue<>();
    Recorder recorder =
        Recorder.answering(
            d -> Integer.parseInt(Recorder.body(d)) % 2 == 0 ? done(settled, d) : hold(held, d));
    bench.broker(bench.options().maxInFlight(64).build()).source().subscribe(recorder);
    String[] bodies = IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new);
    bench.publish(bodies);
    await().atMost(LIMIT).until(() -> held.size() >= 64);

    server.kill();
    server.start();
    await().atMost(LIMIT).until(this::connected);

    // Half are settled, the unsettled fill every place in hand: none of them may count as done.
    assertThat(bench.consumerInfo().getNumAckPending()).isGreaterThanOrEqualTo(64);
    settle(held);
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              settle(held);
              return bench.allAcknowledged();
            });
    assertThat(Set.copyOf(recorder.bodies())).containsExactlyInAnyOrder(bodies);
  }

  @Test
  void a_frozen_server_is_not_flooded_with_pulls() throws Exception {
    Recorder recorder = Recorder.waiting(new CompletableFuture<>());
    NatsOptions options =
        bench.options().maxInFlight(5).drainTimeout(Duration.ofMillis(100)).build();
    bench.broker(options).source().subscribe(recorder);
    await().atMost(LIMIT).until(() -> bench.consumerInfo().getNumWaiting() == 1);
    server.freeze();
    long until = System.nanoTime() + Duration.ofSeconds(6).toNanos();
    await().atMost(LIMIT).until(() -> System.nanoTime() > until);
    server.thaw();

    await().atMost(LIMIT).until(this::connected);
    publishPatiently(20);
    await().atMost(LIMIT).until(() -> recorder.deliveries().size() == 5);
    assertThat(bench.consumerInfo().getNumAckPending()).isLessThanOrEqualTo(10);
  }

  @Test
  void a_server_without_its_data_is_declared_anew() throws Exception {
    Recorder recorder = Recorder.acking();
    bench.broker(bench.options().build()).source().subscribe(recorder);
    bench.publish("one");
    await().atMost(LIMIT).until(() -> recorder.deliveries().size() == 1);
    bench.management().deleteStream(bench.stream());

    await().atMost(LIMIT).until(() -> bench.management().getStreamNames().contains(bench.stream()));
    bench.publish("two");

    await().atMost(LIMIT).until(() -> recorder.bodies().equals(List.of("one", "two")));
  }

  private boolean connected() {
    try {
      bench.consumerInfo();
      return true;
    } catch (IOException | io.nats.client.JetStreamApiException e) {
      return false;
    }
  }

  private void publishPatiently(int count) {
    await()
        .atMost(LIMIT)
        .ignoreExceptions()
        .until(
            () -> {
              bench.publish(
                  IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new));
              return true;
            });
  }

  private static CompletionStage<Settlement> done(Set<String> settled, Delivery delivery) {
    settled.add(Recorder.body(delivery));
    return CompletableFuture.completedStage(Settlement.ACK);
  }

  private static CompletionStage<Settlement> hold(
      ConcurrentLinkedQueue<Runnable> held, Delivery delivery) {
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
