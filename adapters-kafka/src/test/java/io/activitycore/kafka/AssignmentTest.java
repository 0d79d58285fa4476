package io.activitycore.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

final class AssignmentTest {

  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final TopicPartition ZERO = new TopicPartition("t", 0);
  private static final TopicPartition ONE = new TopicPartition("t", 1);

  private Assignment assignment = with(KafkaOptions.builder());

  private static Assignment with(KafkaOptions.Builder options) {
    Assignment made = new Assignment(options.build());
    made.add(Set.of(ZERO, ONE));
    return made;
  }

  private void admit(TopicPartition partition, long first, @Nullable String... keys) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (String key : keys) {
      long offset = first + records.size();
      byte[] bytes = key == null ? null : key.getBytes(UTF_8);
      records.add(
          new ConsumerRecord<>(partition.topic(), partition.partition(), offset, bytes, bytes));
    }
    Map<TopicPartition, OffsetAndMetadata> next =
        Map.of(partition, new OffsetAndMetadata(first + keys.length));
    assignment.admit(new ConsumerRecords<>(Map.of(partition, records), next));
  }

  private Held take() throws InterruptedException {
    Held taken = assignment.take(LONG);
    assertThat(taken).isNotNull();
    return taken;
  }

  private void assertNothingToTake() throws InterruptedException {
    assertThat(assignment.take(SHORT)).isNull();
  }

  private long committable(TopicPartition partition) {
    OffsetAndMetadata found = assignment.uncommitted().get(partition);
    return found == null ? Watermark.UNKNOWN : found.offset();
  }

  @Test
  void the_next_of_a_key_comes_when_the_one_before_is_settled() throws Exception {
    admit(ZERO, 0, "a", "a", "b");
    Held first = take();
    Held other = take();
    assertThat(List.of(first.record().offset(), other.record().offset())).containsExactly(0L, 2L);
    assertNothingToTake();
    assignment.settle(first);
    assertThat(take().record().offset()).isEqualTo(1);
  }

  @Test
  void records_without_a_key_have_no_order() throws Exception {
    admit(ZERO, 0, null, null, null);
    assignment.settle(take());
    take();
    take();
    assertThat(assignment.inFlight()).isEqualTo(2);
  }

  @Test
  void a_retry_comes_after_its_delay_with_the_attempt_counted_up_and_holds_up_its_key_only()
      throws Exception {
    admit(ZERO, 0, "a", "a", "b");
    Held first = take();
    assignment.retry(first, Duration.ofMillis(60));
    assertThat(take().record().offset()).isEqualTo(2);
    Held again = take();
    assertThat(again).isSameAs(first);
    assertThat(again.attempt()).isEqualTo(2);
    assertThat(committable(ZERO)).isZero();
  }

  @Test
  void no_more_is_in_hand_than_allowed() throws Exception {
    assignment = with(KafkaOptions.builder().maxInFlight(2));
    admit(ZERO, 0, "a", "b", "c");
    Held first = take();
    take();
    assertNothingToTake();
    assignment.settle(first);
    assertThat(take().record().offset()).isEqualTo(2);
  }

  @Test
  void paused_nothing_is_taken_or_fetched() throws Exception {
    admit(ZERO, 0, "a");
    assignment.pause(true);
    assertNothingToTake();
    assertThat(assignment.full()).containsExactlyInAnyOrder(ZERO, ONE);
    assignment.pause(false);
    assertThat(assignment.full()).isEmpty();
    take();
  }

  @Test
  void a_partition_with_too_much_behind_a_gap_is_not_fetched_from() throws Exception {
    assignment = with(KafkaOptions.builder().window(3));
    admit(ZERO, 0, "a", "b", "c");
    Held gap = take();
    assignment.settle(take());
    assignment.settle(take());
    assertThat(assignment.full()).containsExactly(ZERO);
    assignment.settle(gap);
    assertThat(assignment.full()).isEmpty();
    assertThat(committable(ZERO)).isEqualTo(3);
  }

  @Test
  void who_waits_for_room_is_told_as_soon_as_there_is_some() throws Exception {
    assignment = with(KafkaOptions.builder().maxInFlight(2));
    admit(ZERO, 0, "a", "b", "c", "d");
    assertThat(assignment.full()).containsExactlyInAnyOrder(ZERO, ONE);
    CompletableFuture<Void> told =
        CompletableFuture.runAsync(
            () -> {
              try {
                assignment.awaitRoom(LONG);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    assignment.settle(take());
    assignment.settle(take());
    assignment.settle(take());
    told.get(LONG.toMillis() / 2, TimeUnit.MILLISECONDS);
  }

  @Test
  void a_late_settlement_of_a_lost_partition_does_nothing() throws Exception {
    admit(ZERO, 0, "a", "b");
    Held held = take();
    assignment.remove(Set.of(ZERO));
    assertThat(assignment.inFlight()).isEqualTo(1);
    assignment.settle(held);
    assertThat(assignment.inFlight()).isZero();
    assertThat(assignment.uncommitted()).doesNotContainKey(ZERO);
    assertNothingToTake(); // what was not handed over went with the partition
  }

  @Test
  void a_record_in_hand_whose_partition_comes_back_is_not_handed_over_again() throws Exception {
    admit(ZERO, 0, "a", "a");
    Held held = take();
    assignment.remove(Set.of(ZERO));
    assignment.add(Set.of(ZERO));
    admit(ZERO, 0, "a", "a");
    assertNothingToTake();
    assignment.settle(held);
    Held second = take();
    assertThat(second.record().offset()).isEqualTo(1);
    assignment.settle(second);
    assertThat(committable(ZERO)).isEqualTo(2);
    assertThat(assignment.inFlight()).isZero();
  }

  @Test
  void a_blocked_partition_stands_still_and_others_go_on() throws Exception {
    admit(ZERO, 0, "a", "b");
    Held held = take();
    PartitionWork blocked = assignment.block(held);
    admit(ONE, 0, "c");
    assertThat(take().partition()).isEqualTo(ONE);
    assertNothingToTake();
    assertThat(assignment.full()).containsExactly(ZERO);
    assertThat(assignment.isHeldUp()).isTrue();
    assignment.unblock(blocked);
    assertThat(take().record().offset()).isEqualTo(1);
  }

  @Test
  void a_beginning_is_committed_though_nothing_was_read() {
    assignment.begin(ZERO, 42);
    assertThat(committable(ZERO)).isEqualTo(42);
    assignment.committed(assignment.uncommitted());
    assertThat(assignment.uncommitted()).isEmpty();
  }

  /** Whatever the order of settling, retrying and losing: order by key, and no gap committed. */
  @RepeatedTest(20)
  void random_courses_keep_order_and_commit_no_gap() throws Exception {
    long seed = Long.getLong("seed", new Random().nextLong());
    Random random = new Random(seed);
    int count = 300;
    @Nullable String[] keys = new String[count];
    for (int i = 0; i < count; i++) {
      keys[i] = random.nextInt(10) == 0 ? null : "k" + random.nextInt(12);
    }
    Map<Long, Held> hand = new TreeMap<>();
    Set<Long> settled = new HashSet<>();
    Map<String, List<Long>> orders = new HashMap<>();
    int read = 0;
    long committed = 0;
    while (settled.size() < count) {
      if (read < count && random.nextInt(3) == 0) {
        int end = Math.min(count, read + random.nextInt(40));
        admit(ZERO, read, java.util.Arrays.copyOfRange(keys, read, end));
        read = end;
      }
      Held next = assignment.take(Duration.ofMillis(1));
      if (next != null) {
        hand.put(next.record().offset(), next);
      }
      if (!hand.isEmpty() && (next == null || random.nextInt(3) > 0)) {
        List<Held> some = new ArrayList<>(hand.values());
        Held one = some.get(random.nextInt(some.size()));
        hand.remove(one.record().offset());
        if (random.nextInt(6) == 0) {
          assignment.retry(one, Duration.ofMillis(random.nextInt(3)));
        } else {
          settled.add(one.record().offset());
          String key = keys[(int) one.record().offset()];
          orders
              .computeIfAbsent(String.valueOf(key), k -> new ArrayList<>())
              .add(one.record().offset());
          assignment.settle(one);
        }
      }
      if (random.nextInt(50) == 0) { // the partition goes and comes back
        assignment.remove(Set.of(ZERO));
        assignment.add(Set.of(ZERO));
        long from = committed;
        read = (int) from;
      }
      Map<TopicPartition, OffsetAndMetadata> offsets = assignment.uncommitted();
      if (offsets.containsKey(ZERO)) {
        committed = offsets.get(ZERO).offset();
        assignment.committed(offsets);
        for (long offset = 0; offset < committed; offset++) {
          assertThat(settled).as("seed %d: committed %d", seed, committed).contains(offset);
        }
      }
    }
    Map<String, List<Long>> firsts = new LinkedHashMap<>();
    orders.forEach((key, all) -> firsts.put(key, all.stream().distinct().toList()));
    firsts.remove("null");
    firsts.forEach((key, all) -> assertThat(all).as("seed %d key %s", seed, key).isSorted());
  }
}
