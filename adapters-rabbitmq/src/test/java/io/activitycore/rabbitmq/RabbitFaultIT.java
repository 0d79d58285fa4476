package io.activitycore.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.rabbitmq.client.ConnectionFactory;
import io.activitycore.event.EventEnvelope;
import io.activitycore.spi.Delivery;
import io.activitycore.spi.EventSink;
import io.activitycore.spi.EventSinkException;
import io.activitycore.spi.EventSource.Subscription;
import io.activitycore.spi.Settlement;
import io.activitycore.testing.PrivateServer;
import io.activitycore.testing.Recorder;
import io.activitycore.testing.TcpProxy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kills, freezes and cuts. One private server for all: each rule leaves it running. */
final class RabbitFaultIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration HEARTBEAT_BOUND = Duration.ofSeconds(6);

  private static PrivateServer server;

  private Bench bench;

  @BeforeAll
  static void start() {
    server = PrivateServer.rabbitmq(List.of("consumer_timeout = 8000"));
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
  void close() throws Exception {
    bench.close();
  }

  @Test
  void a_killed_server_loses_nothing_and_acknowledges_nothing_unsettled() throws Exception {
    Queue<CompletableFuture<Settlement>> held = new ConcurrentLinkedQueue<>();
    Recorder recorder =
        Recorder.answering(
            d -> {
              CompletableFuture<Settlement> later = new CompletableFuture<>();
              if (Integer.parseInt(Recorder.body(d)) % 2 == 0) {
                later.complete(Settlement.ACK);
              } else {
                held.add(later);
              }
              return later;
            });
    bench.broker(bench.options().maxInFlight(20).build()).source().subscribe(recorder);
    String[] bodies = IntStream.range(0, 60).mapToObj(Integer::toString).toArray(String[]::new);
    bench.publish(bodies);
    await().atMost(LIMIT).until(() -> held.size() >= 20);

    server.kill();
    server.start();
    await().atMost(LIMIT).ignoreExceptions().until(() -> bench.count(bench.queue()) >= 0);

    await()
        .atMost(LIMIT)
        .until(
            () -> {
              held.forEach(each -> each.complete(Settlement.ACK));
              return Set.copyOf(recorder.bodies()).size() == bodies.length
                  && bench.count(bench.queue()) == 0;
            });
    assertThat(Set.copyOf(recorder.bodies())).containsExactlyInAnyOrder(bodies);
  }

  @Test
  void what_is_in_hand_while_the_connection_breaks_is_not_handed_over_twice() throws Exception {
    CompletableFuture<Settlement> settlement = new CompletableFuture<>();
    Recorder recorder = Recorder.waiting(settlement);
    try (TcpProxy proxy = TcpProxy.to("127.0.0.1", server.port())) {
      RabbitBroker broker = bench.broker(bench.options().uri("amqp://" + proxy.address()).build());
      Subscription subscription = broker.source().subscribe(recorder);
      bench.publish("one", "two", "two");
      await().atMost(LIMIT).until(() -> recorder.deliveries().size() == 3);

      proxy.reset();
      await().atMost(LIMIT).until(() -> !subscription.state().connected());
      await().atMost(LIMIT).until(() -> subscription.state().healthy());
      await().pollDelay(700, MILLISECONDS).atMost(LIMIT).until(() -> true);
      settlement.complete(Settlement.ACK);

      await().atMost(LIMIT).until(() -> subscription.state().inFlight() == 0);
      assertThat(bench.isEmptyWithout(broker)).isTrue();
      assertThat(recorder.bodies()).containsExactly("one", "two", "two");
    }
  }

  @Test
  void a_silent_server_is_found_out_by_heartbeats_and_nothing_is_handed_over_twice()
      throws Exception {
    CompletableFuture<Settlement> settlement = new CompletableFuture<>();
    Recorder recorder = Recorder.waiting(settlement);
    try (TcpProxy proxy = TcpProxy.to("127.0.0.1", server.port())) {
      ConnectionFactory factory = hasty("amqp://" + proxy.address());
      RabbitBroker broker = bench.broker(bench.options().factory(factory).build());
      Subscription subscription = broker.source().subscribe(recorder);
      bench.publish("one");
      await().atMost(LIMIT).until(() -> recorder.deliveries().size() == 1);

      proxy.blackhole();
      await().atMost(HEARTBEAT_BOUND).until(() -> !subscription.state().connected());
      proxy.heal();
      await().atMost(LIMIT).until(() -> subscription.state().healthy());
      // The server, too, must find out that the old connection is gone before it delivers again.
      await().atMost(LIMIT).until(() -> bench.count(bench.queue()) == 0);
      await().pollDelay(500, MILLISECONDS).atMost(LIMIT).until(() -> true);
      settlement.complete(Settlement.ACK);

      await().atMost(LIMIT).until(() -> subscription.state().inFlight() == 0);
      assertThat(bench.isEmptyWithout(broker)).isTrue();
      assertThat(recorder.deliveries()).hasSize(1);
    }
  }

  @Test
  void the_servers_consumer_timeout_loses_nothing_and_hands_nothing_over_twice() throws Exception {
    CompletableFuture<Settlement> settlement = new CompletableFuture<>();
    Recorder recorder = Recorder.waiting(settlement);
    RabbitBroker broker = bench.broker(bench.options().build());
    Subscription subscription = broker.source().subscribe(recorder);
    bench.publish("one", "two");

    await().atMost(LIMIT).until(() -> recorder.bodies().size() == 2);
    await()
        .pollInterval(10, MILLISECONDS)
        .atMost(LIMIT)
        .until(() -> String.valueOf(subscription.state().problem()).contains("timed out"));
    await().atMost(LIMIT).until(() -> subscription.state().healthy());
    await().atMost(LIMIT).until(() -> bench.count(bench.queue()) == 0);
    await().pollDelay(300, MILLISECONDS).atMost(LIMIT).until(() -> true);
    settlement.complete(Settlement.ACK);

    await().atMost(LIMIT).until(() -> subscription.state().inFlight() == 0);
    assertThat(bench.isEmptyWithout(broker)).isTrue();
    assertThat(recorder.bodies()).containsExactly("one", "two");
  }

  @Test
  void a_frozen_server_is_survived_and_publications_fail_in_time() throws Exception {
    Recorder recorder = Recorder.acking();
    ConnectionFactory factory = hasty(server.address());
    RabbitBroker broker =
        bench.broker(
            bench.options().factory(factory).requestTimeout(Duration.ofSeconds(1)).build());
    Subscription subscription = broker.source().subscribe(recorder);
    EventSink sink = broker.sink();
    sink.publish(event("before"));

    server.freeze();
    long start = System.nanoTime();
    assertThatThrownBy(() -> sink.publish(event("during")))
        .isInstanceOf(EventSinkException.class)
        .hasMessageContaining("during");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    await().atMost(Duration.ofSeconds(15)).until(() -> !subscription.state().connected());
    server.thaw();

    await().atMost(LIMIT).until(() -> subscription.state().healthy());
    await()
        .atMost(LIMIT)
        .ignoreExceptions()
        .until(
            () -> {
              sink.publish(event("after"));
              bench.publish("one");
              return recorder.bodies().contains("one");
            });
    assertThat(bench.count(bench.out())).isGreaterThanOrEqualTo(2);
  }

  @Test
  void lost_confirmations_of_dead_letters_and_retries_lose_no_original() throws Exception {
    Set<String> retried = new HashSet<>();
    Recorder recorder = Recorder.settling(d -> refuseBadAndRetryOnce(d, retried));
    try (TcpProxy proxy = TcpProxy.to("127.0.0.1", server.port())) {
      RabbitBroker broker =
          bench.broker(
              bench
                  .options()
                  .uri("amqp://" + proxy.address())
                  .requestTimeout(Duration.ofSeconds(1))
                  .build());
      Subscription subscription = broker.source().subscribe(recorder);
      subscription.pause();
      for (int i = 0; i < 20; i++) {
        bench.publish("bad " + i, "good " + i);
      }
      subscription.resume();
      for (int i = 0; i < 4; i++) {
        await().pollDelay(300, MILLISECONDS).atMost(LIMIT).until(() -> true);
        proxy.cutAfter(700);
      }

      await()
          .atMost(LIMIT)
          .until(
              () ->
                  bench.count(bench.queue()) == 0
                      && subscription.state().inFlight() == 0
                      && bench.count(bench.dead()) >= 20
                      && subscription.state().healthy());
      await().pollDelay(500, MILLISECONDS).atMost(LIMIT).until(() -> true);
      assertThat(bench.isEmptyWithout(broker)).isTrue();
      assertThat(retried).hasSize(20);
      Set<String> dead = new HashSet<>();
      bench.read(bench.dead()).forEach(each -> dead.add(new String(each.getBody(), UTF_8)));
      assertThat(dead).hasSize(20);
    }
  }

  @Test
  void a_server_that_is_not_there_is_an_error_without_the_password() {
    RabbitOptions options = bench.options().uri("amqp://guest:secret@127.0.0.1:9").build();
    RabbitBroker broker = bench.broker(options);

    assertThatThrownBy(() -> broker.source().subscribe(Recorder.acking()))
        .hasMessageContaining("no RabbitMQ server at")
        .hasMessageContaining("127.0.0.1:9")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> broker.sink().publish(event("e-1")))
        .isInstanceOf(EventSinkException.class);
  }

  private static Settlement refuseBadAndRetryOnce(Delivery delivery, Set<String> retried) {
    String body = Recorder.body(delivery);
    if (body.startsWith("bad")) {
      return new Settlement.DeadLetter("bad", "bad");
    }
    return retried.add(body)
        ? new Settlement.RetryLater(Duration.ofMillis(100), "again")
        : Settlement.ACK;
  }

  private static ConnectionFactory hasty(String uri) {
    ConnectionFactory factory = RabbitLink.factory(uri);
    factory.setRequestedHeartbeat(2);
    factory.setConnectionTimeout(1_000);
    factory.setHandshakeTimeout(1_000);
    return factory;
  }

  private static EventEnvelope event(String id) {
    return new EventEnvelope(
        id,
        "shop.placed",
        "https://shop.example.com",
        Instant.parse("2026-11-21T09:00:00Z"),
        null,
        null,
        null,
        JsonNodeFactory.instance.objectNode(),
        Map.of());
  }
}
