package io.activitycore.kafka;

import io.activitycore.spi.Delivery;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * One record that is not settled yet. What changes is guarded by the monitor of the {@link
 * Assignment}.
 */
final class Held {

  /** Where a record stands on its way. */
  enum State {
    /** Behind another one of its key. */
    QUEUED,
    /** May be handed over. */
    READY,
    /** At the listener, or on its way to the dead letters. */
    IN_HAND,
    /** To be handed over again, later. */
    WAITING,
    /** Done with, or given up with its partition. */
    SETTLED
  }

  /** An offset alone is not enough: a topic made anew counts from 0 again. */
  record Id(TopicPartition partition, long offset, long timestamp) {}

  /** What keeps its order. */
  static final class Key {
    private final byte[] bytes;
    private final int hash;

    Key(byte[] bytes) {
      this.bytes = bytes;
      this.hash = Arrays.hashCode(bytes);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && key.hash == hash && Arrays.equals(key.bytes, bytes);
    }
  }

  private static final byte[] EMPTY = {};

  private final ConsumerRecord<byte[], byte[]> record;
  private final TopicPartition partition;
  private final @Nullable Key key;
  private int attempt = 1;
  State state = State.QUEUED;
  @Nullable PartitionWork owner;
  long dueNanos;

  /** Whether no earlier one of its key is unsettled. */
  boolean leads;

  /** The next one of its key. */
  @Nullable Held next;

  /** Its neighbours among the unsettled ones of its partition. */
  @Nullable Held before;

  @Nullable Held after;

  Held(ConsumerRecord<byte[], byte[]> record, TopicPartition partition) {
    this.record = record;
    this.partition = partition;
    this.key = record.key() == null ? null : new Key(record.key());
  }

  /** Null where the order does not matter. */
  @Nullable Key key() {
    return key;
  }

  ConsumerRecord<byte[], byte[]> record() {
    return record;
  }

  TopicPartition partition() {
    return partition;
  }

  Id id() {
    return new Id(partition, record.offset(), record.timestamp());
  }

  int attempt() {
    return attempt;
  }

  void again() {
    attempt++;
  }

  int bytes() {
    return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
  }

  String position() {
    return partition.topic() + "-" + partition.partition() + "@" + record.offset();
  }

  Delivery delivery() {
    byte[] value = record.value();
    return new Delivery(value == null ? EMPTY : value, headers(), position(), attempt, storedAt());
  }

  /** A time that the producer chose says nothing. */
  private @Nullable Instant storedAt() {
    return record.timestampType() == TimestampType.LOG_APPEND_TIME
        ? Instant.ofEpochMilli(record.timestamp())
        : null;
  }

  private Map<String, String> headers() {
    if (!record.headers().iterator().hasNext()) {
      return Map.of();
    }
    Map<String, String> first = new HashMap<>();
    for (Header header : record.headers()) {
      byte[] value = header.value();
      first.putIfAbsent(
          header.key(), value == null ? "" : new String(value, StandardCharsets.UTF_8));
    }
    return first;
  }
}
