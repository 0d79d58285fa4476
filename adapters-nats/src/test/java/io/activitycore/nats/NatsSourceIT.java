package io.activitycore.nats;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.activitycore.spi.Delivery;
import io.activitycore.spi.EventSource.Subscription;
import io.activitycore.spi.Settlement;
import io.activitycore.testing.Recorder;
import io.activitycore.testing.Servers;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class NatsSourceIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private Bench bench;

  @BeforeEach
  void open() throws Exception {
    bench = new Bench(Servers.nats());
  }

  @AfterEach
  void close() throws Exception {
    bench.close();
  }

  @Test
  void delivers_bytes_headers_position_and_attempt() throws Exception {
    Recorder recorder = Recorder.acking();
    subscribe(bench.options().build(), recorder);

    bench.publish(new Headers().add("a", "1").add("b", "2", "3"), "hello");

    await().atMost(LIMIT).until(() -> recorder.deliveries().size() == 1);
    Delivery delivery = recorder.deliveries().get(0);
    assertThat(Recorder.body(delivery)).isEqualTo("hello");
    assertThat(delivery.headers()).containsEntry("a", "1").containsEntry("b", "2");
    assertThat(delivery.position()).isEqualTo(bench.stream() + "#1");
    assertThat(delivery.attempt()).isEqualTo(1);
  }

  @Test
  void acknowledges_only_after_the_stage_completed() throws Exception {
    CompletableFuture<Settlement> settlement = new CompletableFuture<>();
    Recorder recorder = Recorder.waiting(settlement);
    subscribe(bench.options().build(), recorder);
    bench.publish("one");
    await().atMost(LIMIT).until(() -> recorder.deliveries().size() == 1);

    assertThat(bench.consumerInfo().getNumAckPending()).isEqualTo(1);
    settlement.complete(Settlement.ACK);

    await().atMost(LIMIT).until(bench::allAcknowledged);
    assertThat(recorder.deliveries()).hasSize(1);
  }

  @Test
  void delivers_again_what_was_not_settled_when_it_closed() throws Exception {
    NatsOptions options = bench.options().drainTimeout(Duration.ofMillis(100)).build();
    Recorder mute = Recorder.waiting(new CompletableFuture<>());
    Subscription first = subscribe(options, mute);
    bench.publish("one");
    await().atMost(LIMIT).until(() -> mute.deliveries().size() == 1);
    first.close();

    Recorder second = Recorder.acking();
    subscribe(options, second);

    await().atMost(LIMIT).until(() -> second.deliveries().size() == 1);
    assertThat(second.deliveries().get(0).attempt()).isEqualTo(2);
    await().atMost(LIMIT).until(bench::allAcknowledged);
  }

  @Test
  void keeps_a_slow_delivery_from_coming_again() throws Exception {
    CompletableFuture<Settlement> settlement = new CompletableFuture<>();
    Recorder recorder = Recorder.waiting(settlement);
    subscribe(bench.options().ackWait(Duration.ofSeconds(1)).build(), recorder);
    bench.publish("slow");

    await()
        .pollDelay(3500, MILLISECONDS)
        .atMost(LIMIT)
        .until(() -> recorder.deliveries().size() == 1);
    assertThat(bench.consumerInfo().getRedelivered()).isZero();
    assertThat(bench.consumerInfo().getNumAckPending()).isEqualTo(1);
    settlement.complete(Settlement.ACK);

    await().atMost(LIMIT).until(bench::allAcknowledged);
  }

  @Test
  void retries_after_the_delay_while_neighbours_flow_on() throws Exception {
    Recorder recorder =
        Recorder.settling(
            d ->
                Recorder.body(d).equals("later") && d.attempt() == 1
                    ? new Settlement.RetryLater(Duration.ofSeconds(1), "busy")
                    : Settlement.ACK);
    subscribe(bench.options().build(), recorder);
    long start = System.nanoTime();
    bench.publish("later", "next");

    await().atMost(LIMIT).until(() -> recorder.deliveries().size() == 3);
    assertThat(recorder.bodies()).containsExactly("later", "next", "later");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(1));
    await().atMost(LIMIT).until(bench::allAcknowledged);
  }

  @Test
  void retries_when_the_listener_fails_or_throws_or_gives_nothing() throws Exception {
    Recorder recorder =
        Recorder.answering(
            d ->
                switch (d.attempt()) {
                  case 1 -> throw new IllegalStateException("thrown");
                  case 2 -> CompletableFuture.failedStage(new IllegalStateException("failed"));
                  case 3 -> CompletableFuture.completedStage(null);
                  default -> CompletableFuture.completedStage(Settlement.ACK);
                });
    subscribe(bench.options().build(), recorder);
    bench.publish("one");

    await().atMost(LIMIT).until(() -> recorder.deliveries().size() == 4);
    assertThat(recorder.deliveries()).extracting(Delivery::attempt).containsExactly(1, 2, 3, 4);
    await().atMost(LIMIT).until(bench::allAcknowledged);
  }

  @Test
  void holds_no_more_than_its_share() throws Exception {
    CompletableFuture<Settlement> settlement = new CompletableFuture<>();
    Recorder recorder = Recorder.waiting(settlement);
    subscribe(bench.options().maxInFlight(3).build(), recorder);
    bench.publish(IntStream.range(0, 10).mapToObj(Integer::toString).toArray(String[]::new));

    await()
        .pollDelay(1500, MILLISECONDS)
        .atMost(LIMIT)
        .until(() -> recorder.deliveries().size() == 3);
    assertThat(bench.consumerInfo().getNumAckPending()).isEqualTo(3);
    settlement.complete(Settlement.ACK);

    await().atMost(LIMIT).until(bench::allAcknowledged);
    assertThat(recorder.bodies())
        .containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
  }

  @Test
  void hands_nothing_over_while_paused() throws Exception {
    Recorder recorder = Recorder.acking();
    Subscription subscription = subscribe(bench.options().build(), recorder);
    subscription.pause();
    bench.publish("one", "two");

    await()
        .pollDelay(2500, MILLISECONDS) // longer than a pull and the ack wait
        .atMost(LIMIT)
        .until(() -> bench.consumerInfo().getNumWaiting() == 0);
    assertThat(recorder.deliveries()).isEmpty();
    subscription.resume();

    await().atMost(LIMIT).until(() -> recorder.deliveries().size() == 2);
    await().atMost(LIMIT).until(bench::allAcknowledged);
  }

  @Test
  void a_long_pause_leaves_the_messages_to_other_processes() throws Exception {
    NatsOptions options = bench.options().build();
    Recorder paused = Recorder.acking();
    Subscription subscription = subscribe(options, paused);
    await().atMost(LIMIT).until(() -> bench.consumerInfo().getNumWaiting() == 1);
    subscription.pause();
    bench.publish("one", "two");
    await().atMost(LIMIT).until(() -> bench.consumerInfo().getNumAckPending() == 2);

    Recorder other = Recorder.acking();
    subscribe(options, other);

    await().atMost(LIMIT).until(() -> other.deliveries().size() == 2);
    assertThat(other.deliveries()).extracting(Delivery::attempt).containsOnly(2);
    assertThat(paused.deliveries()).isEmpty();
    await().atMost(LIMIT).until(bench::allAcknowledged);
  }

  @Test
  void settles_while_paused_what_was_handed_over_before() throws Exception {
    CompletableFuture<Settlement> settlement = new CompletableFuture<>();
    Recorder recorder = Recorder.waiting(settlement);
    Subscription subscription = subscribe(bench.options().build(), recorder);
    bench.publish("one");
    await().atMost(LIMIT).until(() -> recorder.deliveries().size() == 1);
    subscription.pause();

    settlement.complete(Settlement.ACK);

    await().atMost(LIMIT).until(bench::allAcknowledged);
  }

  @Test
  void a_short_pause_costs_no_delivery() throws Exception {
    Recorder recorder = Recorder.acking();
    Subscription subscription =
        subscribe(bench.options().ackWait(Duration.ofSeconds(30)).build(), recorder);
    bench.publish("warm");
    await().atMost(LIMIT).until(() -> recorder.deliveries().size() == 1);
    subscription.pause();
    bench.publish("one");
    await().pollDelay(500, MILLISECONDS).atMost(LIMIT).until(() -> true);
    subscription.resume();

    await().atMost(LIMIT).until(() -> recorder.deliveries().size() == 2);
    assertThat(recorder.deliveries()).extracting(Delivery::attempt).containsOnly(1);
  }

  @Test
  void close_waits_for_what_was_handed_over() throws Exception {
    CompletableFuture<Settlement> settlement = new CompletableFuture<>();
    Recorder recorder = Recorder.waiting(settlement);
    Subscription subscription = subscribe(bench.options().build(), recorder);
    bench.publish("one");
    await().atMost(LIMIT).until(() -> recorder.deliveries().size() == 1);

    CompletableFuture<Void> closing = CompletableFuture.runAsync(subscription::close);
    await().pollDelay(1500, MILLISECONDS).atMost(LIMIT).until(() -> !closing.isDone());
    settlement.complete(Settlement.ACK);

    await().atMost(LIMIT).until(closing::isDone);
    await().atMost(LIMIT).until(bench::allAcknowledged);
    assertThat(bench.consumerInfo().getNumWaiting()).isZero();
  }

  @Test
  void close_gives_back_what_was_not_handed_over() throws Exception {
    CompletableFuture<Settlement> first = new CompletableFuture<>();
    CompletableFuture<Void> stuck = new CompletableFuture<>();
    Recorder slow =
        Recorder.answering(
            d -> {
              stuck.join(); // back-pressure: the rest waits behind this one
              return first;
            });
    NatsOptions options =
        bench.options().ackWait(Duration.ofMinutes(5)).drainTimeout(Duration.ofMillis(100)).build();
    Subscription subscription = subscribe(options, slow);
    bench.publish("one", "two", "three");
    await().atMost(LIMIT).until(() -> bench.consumerInfo().getNumAckPending() == 3);
    await().atMost(LIMIT).until(() -> slow.deliveries().size() == 1);
    subscription.close();

    Recorder second = Recorder.acking();
    subscribe(options, second);

    await().atMost(LIMIT).until(() -> second.deliveries().size() == 2);
    assertThat(second.bodies()).containsExactlyInAnyOrder("two", "three");
    stuck.complete(null);
  }

  @Test
  void leaves_the_hosts_connection_open() throws Exception {
    NatsBroker broker = bench.broker(bench.options().connection(bench.connection()).build());
    Recorder recorder = Recorder.acking();
    broker.source().subscribe(recorder);
    bench.publish("one");
    await().atMost(LIMIT).until(() -> recorder.deliveries().size() == 1);
    broker.close();

    bench.publish("two");
    assertThat(bench.count(bench.stream())).isEqualTo(2);
  }

  private Subscription subscribe(NatsOptions options, Recorder recorder) {
    return bench.broker(options).source().subscribe(recorder);
  }
}
