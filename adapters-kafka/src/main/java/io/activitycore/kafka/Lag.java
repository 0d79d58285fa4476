package io.activitycore.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many records stand between the watermarks and the ends of the assigned partitions. Asked in
 * the background: a paused partition would tell the consumer nothing. Thread-safe.
 */
final class Lag {

  private static final Logger log = LoggerFactory.getLogger(Lag.class);
  private static final long PERIOD = Duration.ofSeconds(1).toNanos();

  private final KafkaLink link;
  private final Assignment assignment;
  private volatile Map<TopicPartition, Long> ends = Map.of();
  private long askedNanos = System.nanoTime() - PERIOD;
  private volatile boolean asking;
  private volatile boolean answered = true;

  Lag(KafkaLink link, Assignment assignment) {
    this.link = link;
    this.assignment = assignment;
  }

  /** Asks again when it is time to; returns at once. Called by one thread. */
  void ask() {
    if (asking || System.nanoTime() - askedNanos < PERIOD) {
      return;
    }
    askedNanos = System.nanoTime();
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    assignment.watermarks().keySet().forEach(each -> wanted.put(each, OffsetSpec.latest()));
    if (wanted.isEmpty()) {
      ends = Map.of();
      answered = true; // nothing to ask
      return;
    }
    asking = true;
    try {
      KafkaFuture<?> unused =
          link.admin()
              .listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
              .all()
              .whenComplete(this::answered);
    } catch (KafkaException e) {
      answered(null, e);
    }
  }

  private void answered(
      @Nullable Map<TopicPartition, ListOffsetsResultInfo> found, @Nullable Throwable error) {
    answered = found != null;
    asking = false;
    if (found == null) {
      log.debug("Kafka: the lag is not known", error);
      return;
    }
    Map<TopicPartition, Long> now = new HashMap<>();
    found.forEach((partition, info) -> now.put(partition, info.offset()));
    ends = now;
  }

  /** Whether the last question was answered; one takes two request time-outs at most. */
  boolean isAnswered() {
    return answered;
  }

  /** Empty when it is not known of some partition. */
  OptionalLong total() {
    long total = 0;
    Map<TopicPartition, Long> known = ends;
    for (Map.Entry<TopicPartition, Long> each : assignment.watermarks().entrySet()) {
      Long end = known.get(each.getKey());
      if (end == null || each.getValue() == Watermark.UNKNOWN) {
        return OptionalLong.empty();
      }
      total += Math.max(0, end - each.getValue());
    }
    return OptionalLong.of(total);
  }
}
