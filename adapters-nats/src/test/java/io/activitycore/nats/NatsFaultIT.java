package io.activitycore.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.activitycore.spi.EventSource.Subscription;
import io.activitycore.spi.Settlement;
import io.activitycore.testing.PrivateServer;
import io.activitycore.testing.Recorder;
import io.activitycore.testing.TcpProxy;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import io.nats.client.api.ConsumerInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
    await().atMost(LIMIT).until(this::connected);

    // Half are settled: none of the others may count as done. A server that is killed may forget
    // that
    // it has handed one over, so those to come count too.
    ConsumerInfo after = bench.consumerInfo();
    assertThat(after.getNumAckPending() + after.getNumPending()).isGreaterThanOrEqualTo(count / 2);
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

  @Test
  void a_half_open_connection_is_found_and_what_is_in_hand_is_not_handed_over_twice()
      throws Exception {
    CompletableFuture<Settlement> settlement = new CompletableFuture<>();
    Recorder recorder = Recorder.waiting(settlement);
    try (TcpProxy proxy = TcpProxy.to("127.0.0.1", server.port())) {
      Connection connection = Nats.connect(NatsLink.clientOptions("nats://" + proxy.address()));
      NatsOptions options =
          bench.options().connection(connection).requestTimeout(Duration.ofMillis(500)).build();
      NatsBroker broker = bench.broker(options);
      broker.source().subscribe(recorder);
      bench.publish("one");
      await().atMost(LIMIT).until(() -> recorder.deliveries().size() == 1);

      proxy.blackhole();
      await() // the client's own pings need 20 s
          .atMost(Duration.ofSeconds(12))
          .until(() -> connection.getStatus() != Connection.Status.CONNECTED);
      proxy.heal();

      await().atMost(LIMIT).until(() -> bench.consumerInfo().getRedelivered() == 1);
      await().atMost(LIMIT).until(() -> bench.consumerInfo().getNumWaiting() >= 1);
      settlement.complete(Settlement.ACK);
      await().atMost(LIMIT).until(bench::allAcknowledged);
      assertThat(recorder.deliveries()).hasSize(1);
      broker.close();
      connection.close();
    }
  }

  @Test
  void a_dead_letter_outlives_a_client_that_takes_nothing_more() throws Exception {
    CompletableFuture<Settlement> settlement = new CompletableFuture<>();
    Recorder recorder = Recorder.waiting(settlement);
    try (TcpProxy proxy = TcpProxy.to("127.0.0.1", server.port())) {
      Connection connection =
          Nats.connect(
              NatsLink.clientBuilder()
                  .server("nats://" + proxy.address())
                  .maxMessagesInOutgoingQueue(2)
                  .writeQueuePushTimeout(Duration.ofMillis(100))
                  .build());
      NatsOptions options =
          bench.options().connection(connection).requestTimeout(Duration.ofMillis(500)).build();
      NatsBroker broker = bench.broker(options);
      Subscription subscription = broker.source().subscribe(recorder);
      bench.publish("bad");
      await().atMost(LIMIT).until(() -> recorder.deliveries().size() == 1);

      proxy.refuse();
      await().atMost(LIMIT).until(() -> connection.getStatus() != Connection.Status.CONNECTED);
      await().atMost(LIMIT).until(() -> isFull(connection));
      settlement.complete(new Settlement.DeadLetter("bad", "bad"));
      await()
          .during(Duration.ofSeconds(3)) // some attempts
          .atMost(LIMIT)
          .until(() -> String.valueOf(subscription.state().problem()).contains("cannot be put to"));
      proxy.heal();

      await().atMost(LIMIT).until(() -> bench.count(bench.deadStream()) == 1);
      await().atMost(LIMIT).until(bench::allAcknowledged);
      broker.close();
      connection.close();
    }
  }

  private static boolean isFull(Connection connection) {
    try {
      connection.publish("nobody", new byte[1]);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  private boolean connected() {
    try {
      bench.consumerInfo();
      return true;
    } catch (IOException | JetStreamApiException e) {
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
