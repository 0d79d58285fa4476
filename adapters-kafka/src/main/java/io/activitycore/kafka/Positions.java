package io.activitycore.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where reading begins in a partition. Used by the polling thread only. */
final class Positions {

  private static final Logger log = LoggerFactory.getLogger(Positions.class);

  private final KafkaOptions options;
  private final Consumer<byte[], byte[]> consumer;
  private final Assignment assignment;
  private final Set<TopicPartition> unplaced = new HashSet<>();
  private final Set<TopicPartition> unknown = new HashSet<>();

  Positions(KafkaOptions options, Consumer<byte[], byte[]> consumer, Assignment assignment) {
    this.options = options;
    this.consumer = consumer;
    this.assignment = assignment;
  }

  /** Within the rebalance nothing can be asked; until then nothing may be read either. */
  void assigned(Collection<TopicPartition> partitions) {
    unknown.addAll(partitions);
    if (options.replay() != null) {
      unplaced.addAll(partitions);
      consumer.pause(partitions);
    }
  }

  void gone(Collection<TopicPartition> partitions) {
    unplaced.removeAll(partitions);
    unknown.removeAll(partitions);
  }

  /** Those that nothing may be read from yet. */
  Set<TopicPartition> unplaced() {
    return unplaced;
  }

  /** Carries out the replay that was asked for, in each partition once and for all processes. */
  void place() {
    KafkaBeginning replay = options.replay();
    if (unplaced.isEmpty() || replay == null) {
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(unplaced));
    Set<TopicPartition> due = new HashSet<>();
    for (TopicPartition each : unplaced) {
      OffsetAndMetadata found = committed.get(each);
      if (found == null || !options.commitMetadata().equals(found.metadata())) {
        due.add(each);
      }
    }
    begin(due, replay, "replay");
    unplaced.clear();
  }

  /** The group has never committed these. */
  void begin(Set<TopicPartition> fresh) {
    Set<TopicPartition> due = new HashSet<>(fresh);
    due.removeAll(unplaced);
    begin(due, options.start(), "start");
    for (TopicPartition each : fresh) {
      if (unplaced.contains(each)) {
        consumer.seek(each, 0); // any will do: it is placed before it is read
      }
    }
  }

  private void begin(Set<TopicPartition> due, KafkaBeginning beginning, String why) {
    offsets(due, beginning)
        .forEach(
            (partition, offset) -> {
              consumer.seek(partition, offset);
              assignment.begin(partition, offset);
              unknown.remove(partition);
              log.info("Kafka: {} begins at {} ({} {})", partition, offset, why, beginning);
            });
  }

  private Map<TopicPartition, Long> offsets(Set<TopicPartition> of, KafkaBeginning beginning) {
    if (of.isEmpty()) {
      return Map.of();
    }
    if (beginning instanceof KafkaBeginning.FromTime from) {
      return fromTime(of, from);
    }
    if (beginning instanceof KafkaBeginning.Latest) {
      return consumer.endOffsets(of);
    }
    Map<TopicPartition, Long> found = new HashMap<>(consumer.beginningOffsets(of));
    if (beginning instanceof KafkaBeginning.FromOffsets from) {
      found.replaceAll(
          (partition, oldest) ->
              Math.max(oldest, from.offsets().getOrDefault(partition.partition(), oldest)));
    }
    return found;
  }

  private Map<TopicPartition, Long> fromTime(Set<TopicPartition> of, KafkaBeginning.FromTime from) {
    Map<TopicPartition, Long> times = new HashMap<>();
    of.forEach(each -> times.put(each, from.time().toEpochMilli()));
    Map<TopicPartition, Long> found = new HashMap<>(consumer.endOffsets(of));
    Map<TopicPartition, OffsetAndTimestamp> first = consumer.offsetsForTimes(times);
    first.forEach(
        (partition, offset) -> {
          if (offset != null) {
            found.put(partition, offset.offset());
          }
        });
    return found;
  }

  /** The log does not reach back, or no longer as far, as was committed. */
  void outOfRange(Map<TopicPartition, Long> lost) {
    Map<TopicPartition, Long> oldest = consumer.beginningOffsets(lost.keySet());
    lost.forEach(
        (partition, offset) -> {
          long from = oldest.getOrDefault(partition, 0L);
          log.error(
              "Kafka: {} has no offset {} any more (retention, or a topic made anew): going on from"
                  + " its oldest, {}",
              partition,
              offset,
              from);
          consumer.seek(partition, from);
          assignment.begin(partition, from);
        });
  }

  /** Learns where a partition stands that nothing has been read from yet. */
  void learn() {
    unknown.removeIf(this::known);
  }

  private boolean known(TopicPartition partition) {
    if (unplaced.contains(partition)) {
      return false;
    }
    try {
      assignment.advance(partition, consumer.position(partition, Duration.ZERO));
      return true;
    } catch (TimeoutException e) {
      return false; // not now
    }
  }
}
