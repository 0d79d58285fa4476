package io.activitycore.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.activitycore.spi.Delivery;
import io.activitycore.spi.EventSource.Subscription;
import io.activitycore.spi.EventSourceException;
import io.activitycore.spi.Settlement;
import io.activitycore.testing.Recorder;
import io.activitycore.testing.Servers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class KafkaSourceIT {

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

  private Subscription subscribe(KafkaOptions.Builder options, Recorder recorder) {
    return bench.broker(options.build()).source().subscribe(recorder);
  }

  private static void awaitBodies(Recorder recorder, String... bodies) {
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(recorder.bodies()).containsExactlyInAnyOrder(bodies));
  }

  @Test
  void hands_over_what_came_and_commits_it_once_settled() throws Exception {
    Recorder recorder = Recorder.acking();
    subscribe(bench.options(), recorder);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(bench.topic(), 1, "k".getBytes(UTF_8), new byte[] {0, -1, 7});
    record.headers().add("X-Shop", "\u00fcber".getBytes(UTF_8)).add("X-Shop", new byte[] {1});
    bench.publish(record);

    await().atMost(LIMIT).until(() -> recorder.deliveries().size() == 1);
    Delivery delivery = recorder.deliveries().get(0);
    assertThat(delivery.body()).containsExactly(0, -1, 7);
    assertThat(delivery.headers()).isEqualTo(Map.of("X-Shop", "\u00fcber"));
    assertThat(delivery.position()).isEqualTo(bench.topic() + "-1@0");
    assertThat(delivery.attempt()).isEqualTo(1);
    await().atMost(LIMIT).until(bench::allCommitted);
  }

  @Test
  void only_the_contiguous_watermark_is_committed() throws Exception {
    CompletableFuture<Settlement> slow = new CompletableFuture<>();
    Recorder recorder =
        Recorder.answering(
            d ->
                Recorder.body(d).equals("1")
                    ? slow
                    : CompletableFuture.completedStage(Settlement.ACK));
    subscribe(bench.options().partitions(1), recorder);
    bench.publish("0", "1", "2", "3");
    awaitBodies(recorder, "0", "1", "2", "3");

    await().atMost(LIMIT).until(() -> bench.committed().getOrDefault(0, 0L) == 1);
    slow.complete(Settlement.ACK);
    await().atMost(LIMIT).until(() -> bench.committed().get(0) == 4);
  }

  @Test
  void what_is_unsettled_comes_again_after_closing() throws Exception {
    Recorder first = Recorder.waiting(new CompletableFuture<>());
    subscribe(bench.options().drainTimeout(Duration.ofMillis(100)), first);
    bench.publish("a", "1");
    awaitBodies(first, "1");
    bench.closeBrokers();

    Recorder second = Recorder.acking();
    subscribe(bench.options(), second);
    awaitBodies(second, "1");
    await().atMost(LIMIT).until(bench::allCommitted);
  }

  @Test
  void poison_among_good_becomes_a_dead_letter_with_everything_and_its_key_goes_on()
      throws Exception {
    Recorder recorder =
        Recorder.settling(
            d ->
                Recorder.body(d).equals("bad")
                    ? new Settlement.DeadLetter("undecodable", "no\nJSON")
                    : Settlement.ACK);
    subscribe(bench.options().partitions(1), recorder);
    bench.publish("k", "good-1");
    ProducerRecord<byte[], byte[]> bad =
        new ProducerRecord<>(bench.topic(), "k".getBytes(UTF_8), "bad".getBytes(UTF_8));
    bad.headers().add("X-Raw", new byte[] {(byte) 0xff, 0});
    bench.publish(bad);
    bench.publish("k", "good-2");

    awaitBodies(recorder, "good-1", "bad", "good-2");
    await().atMost(LIMIT).until(bench::allCommitted);
    List<ConsumerRecord<byte[], byte[]>> letters = bench.read(bench.deadTopic());
    assertThat(letters).hasSize(1);
    ConsumerRecord<byte[], byte[]> letter = letters.get(0);
    assertThat(letter.key()).isEqualTo("k".getBytes(UTF_8));
    assertThat(letter.value()).isEqualTo("bad".getBytes(UTF_8));
    assertThat(letter.headers().lastHeader("X-Raw").value()).containsExactly(0xff, 0);
    assertThat(Bench.header(letter, "Activity-Dead-Code")).isEqualTo("undecodable");
    assertThat(Bench.header(letter, "Activity-Dead-Reason")).isEqualTo("no\\u000aJSON");
    assertThat(Bench.header(letter, "Activity-Dead-Topic")).isEqualTo(bench.topic());
    assertThat(Bench.header(letter, "Activity-Dead-Partition")).isEqualTo("0");
    assertThat(Bench.header(letter, "Activity-Dead-Offset")).isEqualTo("1");
    assertThat(Instant.parse(Bench.header(letter, "Activity-Dead-Time"))).isBefore(Instant.now());
  }

  @Test
  void a_record_that_is_retried_too_often_is_dead_lettered() throws Exception {
    Recorder recorder =
        Recorder.settling(d -> new Settlement.RetryLater(Duration.ofMillis(5), "not yet"));
    subscribe(bench.options().deliveryLimit(3), recorder);
    bench.publish("x");

    await().atMost(LIMIT).until(bench::allCommitted);
    assertThat(recorder.deliveries()).extracting(Delivery::attempt).containsExactly(1, 2, 3);
    assertThat(Bench.header(bench.read(bench.deadTopic()).get(0), "Activity-Dead-Code"))
        .isEqualTo("delivery_limit");
  }

  @Test
  void while_dead_letters_cannot_go_out_the_partition_stands_still_and_resumes_by_itself()
      throws Exception {
    Recorder recorder =
        Recorder.settling(
            d ->
                Recorder.body(d).equals("bad")
                    ? new Settlement.DeadLetter("bad", "bad")
                    : Settlement.ACK);
    Subscription subscription = subscribe(bench.options().partitions(2), recorder);
    bench.set(bench.deadTopic(), "max.message.bytes", "1");
    bench.publish(new ProducerRecord<>(bench.topic(), 0, null, "bad".getBytes(UTF_8)));
    await().atMost(LIMIT).until(() -> subscription.state().problem() != null);
    bench.publish(new ProducerRecord<>(bench.topic(), 0, null, "behind".getBytes(UTF_8)));
    bench.publish(new ProducerRecord<>(bench.topic(), 1, null, "beside".getBytes(UTF_8)));

    awaitBodies(recorder, "bad", "beside");
    assertThat(subscription.state().paused()).isTrue();
    assertThat(bench.committed().getOrDefault(0, 0L)).isZero();
    bench.set(bench.deadTopic(), "max.message.bytes", "1000000");
    awaitBodies(recorder, "bad", "beside", "behind");
    await().atMost(LIMIT).until(bench::allCommitted);
    await().atMost(LIMIT).until(() -> subscription.state().healthy());
    assertThat(bench.read(bench.deadTopic())).hasSize(1);
  }

  @Test
  void a_delivery_that_takes_longer_than_the_poll_interval_costs_no_membership() throws Exception {
    CompletableFuture<Settlement> slow = new CompletableFuture<>();
    Recorder recorder = Recorder.waiting(slow);
    subscribe(
        bench.options().maxInFlight(1).properties(Map.of("max.poll.interval.ms", "2000")),
        recorder);
    bench.publish("1");
    awaitBodies(recorder, "1");
    long until = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    await().atMost(LIMIT).until(() -> System.nanoTime() > until);

    var member =
        bench.admin().describeConsumerGroups(List.of(bench.group())).all().get().get(bench.group());
    assertThat(member.members()).hasSize(1);
    slow.complete(Settlement.ACK);
    await().atMost(LIMIT).until(bench::allCommitted);
    assertThat(recorder.deliveries()).hasSize(1);
  }

  @Test
  void a_partition_that_goes_to_another_process_is_committed_as_far_as_it_was_settled_in_time()
      throws Exception {
    CompletableFuture<Settlement> first = new CompletableFuture<>();
    Recorder one = Recorder.waiting(first);
    subscribe(bench.options().partitions(2).revokeTimeout(Duration.ofSeconds(20)), one);
    bench.publish(new ProducerRecord<>(bench.topic(), 0, null, "p0".getBytes(UTF_8)));
    bench.publish(new ProducerRecord<>(bench.topic(), 1, null, "p1".getBytes(UTF_8)));
    awaitBodies(one, "p0", "p1");
    Recorder two = Recorder.acking();
    subscribe(bench.options().partitions(2), two);
    first.complete(Settlement.ACK);

    await().atMost(LIMIT).until(() -> bench.ownersOfOnePartition() == 2);
    await().atMost(LIMIT).until(bench::allCommitted);
    bench.publish(new ProducerRecord<>(bench.topic(), 0, null, "q0".getBytes(UTF_8)));
    bench.publish(new ProducerRecord<>(bench.topic(), 1, null, "q1".getBytes(UTF_8)));
    await().atMost(LIMIT).until(() -> one.bodies().size() + two.bodies().size() == 4);
    assertThat(two.bodies()).hasSize(1).doesNotContain("p0", "p1");
  }

  @Test
  void a_second_process_under_the_same_instance_name_ends_the_first() throws Exception {
    Recorder one = Recorder.acking();
    Subscription first = subscribe(bench.options().instance("i-1"), one);
    bench.publish("1");
    awaitBodies(one, "1");
    Recorder two = Recorder.acking();
    subscribe(bench.options().instance("i-1"), two);

    await().atMost(LIMIT).until(() -> first.state().problem() != null);
    assertThat(first.state().problem()).contains("another process is i-1");
    bench.publish("2");
    await().atMost(LIMIT).until(() -> two.bodies().contains("2"));
  }

  @Test
  void a_busy_source_stays_within_its_bounds_and_loses_nothing() throws Exception {
    Recorder recorder =
        Recorder.answering(
            d ->
                CompletableFuture.supplyAsync(
                    () -> Settlement.ACK,
                    CompletableFuture.delayedExecutor(
                        1, java.util.concurrent.TimeUnit.MILLISECONDS)));
    Subscription subscription =
        subscribe(bench.options().maxInFlight(16).window(50).windowBytes(2_000), recorder);
    int count = 3_000;
    String[] bodies = IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new);
    for (String body : bodies) {
      bench.send("k" + body.length(), body);
      if (subscription.state().inFlight() > 16) {
        throw new AssertionError(subscription.state());
      }
    }
    await().atMost(Duration.ofSeconds(60)).until(bench::allCommitted);
    assertThat(recorder.bodies()).containsExactlyInAnyOrder(bodies);
  }

  @Test
  void what_does_not_fit_is_refused_with_the_difference() throws Exception {
    assertThatThrownBy(
            () ->
                subscribe(bench.options().topology(KafkaOptions.Topology.CHECK), Recorder.acking()))
        .isInstanceOf(EventSourceException.class)
        .hasMessage("Kafka topology: topic " + bench.topic() + " is missing");
    bench.create(bench.topic(), 1, Map.of("cleanup.policy", "compact"));
    assertThatThrownBy(() -> subscribe(bench.options(), Recorder.acking()))
        .isInstanceOf(EventSourceException.class)
        .hasMessageContaining("cleanup.policy is compact, expected delete");
    assertThatThrownBy(
            () ->
                subscribe(
                    bench.options().bootstrap("127.0.0.1:9").requestTimeout(Duration.ofMillis(300)),
                    Recorder.acking()))
        .isInstanceOf(EventSourceException.class)
        .hasMessageContaining("127.0.0.1:9");
  }
}
