package io.activitycore.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads a topic from its beginning to where it ends now, without being of any group. */
final class TopicScan {

  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaOptions options;
  private final KafkaLink link;

  TopicScan(KafkaOptions options, KafkaLink link) {
    this.options = options;
    this.link = link;
  }

  /**
   * Reads until the end, or as long as {@code more} says so; records of one partition come in
   * order.
   *
   * @throws IOException when the broker is silent or refuses
   */
  void read(String topic, Predicate<ConsumerRecord<byte[], byte[]>> more) throws IOException {
    try (Consumer<byte[], byte[]> consumer = link.reader()) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(each -> new TopicPartition(each.topic(), each.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.beginningOffsets(partitions).forEach(consumer::seek);
      toEnd(consumer, consumer.endOffsets(partitions), more);
    } catch (KafkaException e) {
      throw new IOException(link.describe(e), e);
    }
  }

  /**
   * The record at one position; null when there is none.
   *
   * @throws IOException when the broker is silent or refuses
   */
  @Nullable ConsumerRecord<byte[], byte[]> readOne(TopicPartition partition, long offset)
      throws IOException {
    try (Consumer<byte[], byte[]> consumer = link.reader()) {
      boolean exists =
          consumer.partitionsFor(partition.topic()).stream()
              .anyMatch(each -> each.partition() == partition.partition());
      List<TopicPartition> only = List.of(partition);
      if (!exists
          || offset < consumer.beginningOffsets(only).getOrDefault(partition, Long.MAX_VALUE)
          || offset >= consumer.endOffsets(only).getOrDefault(partition, 0L)) {
        return null;
      }
      consumer.assign(only);
      consumer.seek(partition, offset);
      List<ConsumerRecord<byte[], byte[]>> first = new ArrayList<>();
      toEnd(
          consumer,
          Map.of(partition, offset + 1),
          record -> {
            first.add(record);
            return false;
          });
      // The place may be one of those that the log only counts.
      return first.isEmpty() || first.get(0).offset() != offset ? null : first.get(0);
    } catch (KafkaException e) {
      throw new IOException(link.describe(e), e);
    }
  }

  private void toEnd(
      Consumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> ends,
      Predicate<ConsumerRecord<byte[], byte[]>> more)
      throws IOException {
    long limit = 2 * options.requestTimeout().toNanos();
    long progress = System.nanoTime();
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      int count = 0;
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        count++;
        if (!more.test(record)) {
          return;
        }
      }
      if (count > 0) {
        progress = System.nanoTime();
      } else if (System.nanoTime() - progress > limit) {
        throw new IOException("no answer from " + options.bootstrap());
      }
    }
  }
}
