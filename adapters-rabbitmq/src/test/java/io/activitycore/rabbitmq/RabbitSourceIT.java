package io.activitycore.rabbitmq;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import io.activitycore.spi.Delivery;
import io.activitycore.spi.EventSource.Subscription;
import io.activitycore.spi.Settlement;
import io.activitycore.testing.Recorder;
import io.activitycore.testing.Servers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RabbitSourceIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private Bench bench;

  @BeforeEach
  void open() throws Exception {
    bench = new Bench(Servers.rabbitmq());
  }

  @AfterEach
  void close() throws Exception {
    bench.close();
  }

  @Test
  void delivers_bytes_headers_position_and_attempt() throws Exception {
    Recorder recorder = Recorder.acking();
    RabbitBroker broker = bench.broker(bench.options().build());
    broker.source().subscribe(recorder);

    bench.publish(
        new AMQP.BasicProperties.Builder()
            .contentType("application/json")
            .messageId("m-1")
            .headers(Map.of("a", "1", "n", 42, "t", List.of("no", "text"), "\u00e4 b", "\u20ac"))
            .build(),
        "hello");

    await().atMost(LIMIT).until(() -> recorder.deliveries().size() == 1);
    Delivery delivery = recorder.deliveries().get(0);
    assertThat(Recorder.body(delivery)).isEqualTo("hello");
    assertThat(delivery.headers())
        .isEqualTo(
            Map.of("a", "1", "n", "42", "\u00e4 b", "\u20ac", "content-type", "application/json"));
    assertThat(delivery.position()).isEqualTo(bench.queue() + "#m-1");
    assertThat(delivery.attempt()).isEqualTo(1);
    assertThat(bench.isEmptyWithout(broker)).isTrue();
  }

  @Test
  void acknowledges_only_after_the_stage_completed() throws Exception {
    CompletableFuture<Settlement> settlement = new CompletableFuture<>();
    Recorder first = Recorder.waiting(settlement);
    RabbitOptions options = bench.options().drainTimeout(Duration.ofMillis(100)).build();
    RabbitBroker broker = bench.broker(options);
    broker.source().subscribe(first);
    bench.publish("one");
    await().atMost(LIMIT).until(() -> first.deliveries().size() == 1);
    broker.close();

    settlement.complete(Settlement.ACK); // too late
    Recorder second = Recorder.acking();
    RabbitBroker other = bench.broker(options);
    other.source().subscribe(second);

    await().atMost(LIMIT).until(() -> second.deliveries().size() == 1);
    assertThat(second.deliveries().get(0).attempt()).isEqualTo(2);
    assertThat(bench.isEmptyWithout(other)).isTrue();
  }

  @Test
  void retries_after_the_delay_while_neighbours_flow_on() throws Exception {
    Recorder recorder =
        Recorder.settling(
            d ->
                Recorder.body(d).equals("later") && d.attempt() == 1
                    ? new Settlement.RetryLater(Duration.ofMillis(700), "busy")
                    : Settlement.ACK);
    RabbitBroker broker = bench.broker(bench.options().build());
    broker.source().subscribe(recorder);
    long start = System.nanoTime();
    bench.publish(Map.of("a", "1", "CC", List.of("other.key")), "later");
    bench.publish("next");

    await().atMost(LIMIT).until(() -> recorder.deliveries().size() == 3);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(700), Duration.ofMillis(2_500));
    assertThat(recorder.bodies()).containsExactly("later", "next", "later");
    assertThat(recorder.deliveries().get(2).headers()).isEqualTo(Map.of("a", "1"));
    assertThat(bench.isEmptyWithout(broker)).isTrue();
  }

  @Test
  void a_delay_longer_than_the_longest_queues_takes_several_rounds() throws Exception {
    Recorder recorder =
        Recorder.settling(
            d ->
                d.attempt() == 1
                    ? new Settlement.RetryLater(Duration.ofMillis(900), "busy")
                    : Settlement.ACK);
    RabbitOptions options = bench.options().delays(Duration.ofMillis(200)).build();
    bench.broker(options).source().subscribe(recorder);
    long start = System.nanoTime();
    bench.publish("one");

    await().atMost(LIMIT).until(() -> recorder.deliveries().size() == 2);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(900));
    assertThat(recorder.deliveries()).extracting(Delivery::attempt).containsExactly(1, 2);
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
    RabbitBroker broker = bench.broker(bench.options().build());
    broker.source().subscribe(recorder);
    bench.publish("one");

    await().atMost(LIMIT).until(() -> recorder.deliveries().size() == 4);
    assertThat(recorder.deliveries()).extracting(Delivery::attempt).containsExactly(1, 2, 3, 4);
    assertThat(bench.isEmptyWithout(broker)).isTrue();
  }

  @Test
  void holds_no_more_than_its_share() throws Exception {
    Queue<CompletableFuture<Settlement>> held = new ConcurrentLinkedQueue<>();
    Recorder recorder =
        Recorder.answering(
            d -> {
              CompletableFuture<Settlement> later = new CompletableFuture<>();
              held.add(later);
              return later;
            });
    bench.broker(bench.options().maxInFlight(3).build()).source().subscribe(recorder);
    bench.publish(IntStream.range(0, 10).mapToObj(Integer::toString).toArray(String[]::new));

    await().atMost(LIMIT).until(() -> recorder.deliveries().size() == 3);
    assertThat(bench.count(bench.queue())).isEqualTo(7);
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              held.forEach(each -> each.complete(Settlement.ACK));
              return recorder.deliveries().size() == 10;
            });
    assertThat(recorder.bodies()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
  }

  @Test
  void hands_nothing_over_while_paused_and_leaves_it_to_other_processes_after_a_while()
      throws Exception {
    RabbitOptions options = bench.options().build();
    Recorder paused = Recorder.acking();
    Subscription subscription = bench.broker(options).source().subscribe(paused);
    subscription.pause();
    bench.publish("one", "two");
    Recorder other = Recorder.acking();
    bench.broker(options).source().subscribe(other);

    await().atMost(LIMIT).until(() -> other.deliveries().size() == 2);
    assertThat(paused.deliveries()).isEmpty();
    subscription.resume();

    await()
        .atMost(LIMIT)
        .until(
            () -> {
              bench.publish("more");
              return !paused.deliveries().isEmpty();
            });
  }

  @Test
  void what_is_held_too_long_is_given_back_and_not_handed_over_twice() throws Exception {
    CompletableFuture<Settlement> settlement = new CompletableFuture<>();
    Recorder recorder = Recorder.waiting(settlement);
    RabbitBroker broker = bench.broker(bench.options().holdLimit(Duration.ofSeconds(1)).build());
    broker.source().subscribe(recorder);
    bench.publish("slow");

    await().pollDelay(4_000, MILLISECONDS).atMost(LIMIT).until(() -> true);
    assertThat(recorder.deliveries()).hasSize(1);
    settlement.complete(Settlement.ACK);

    assertThat(bench.isEmptyWithout(broker)).isTrue();
    assertThat(recorder.deliveries()).hasSize(1);
  }

  @Test
  void keeps_the_order_of_a_key_over_retries_while_other_keys_flow_on() throws Exception {
    Recorder recorder =
        Recorder.settling(
            d ->
                Recorder.body(d).equals("a1") && d.attempt() <= 2
                    ? new Settlement.RetryLater(Duration.ofMillis(300), "busy")
                    : Settlement.ACK);
    RabbitBroker broker = bench.broker(bench.options().orderedByHeader("key").build());
    broker.source().subscribe(recorder);
    for (String body : List.of("a1", "a2", "b1", "a3", "b2")) {
      bench.publish(Map.of("key", body.substring(0, 1)), body);
    }

    await().atMost(LIMIT).until(() -> recorder.deliveries().size() == 7);
    assertThat(recorder.bodies()).containsExactly("a1", "b1", "b2", "a1", "a1", "a2", "a3");
    assertThat(bench.isEmptyWithout(broker)).isTrue();
  }

  @Test
  void the_channel_is_opened_again_when_the_queue_was_deleted() throws Exception {
    Recorder recorder = Recorder.acking();
    bench.broker(bench.options().build()).source().subscribe(recorder);
    bench.publish("one");
    await().atMost(LIMIT).until(() -> recorder.deliveries().size() == 1);
    bench.delete(bench.queue());

    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              bench.publish("two");
              assertThat(recorder.bodies()).contains("two");
            });
  }
}
