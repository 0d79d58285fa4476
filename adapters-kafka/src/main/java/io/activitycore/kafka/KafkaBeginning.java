package io.activitycore.kafka;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/** Where in its partitions a source begins to read. */
public sealed interface KafkaBeginning {

  /** At the oldest record that is still there. */
  record Earliest() implements KafkaBeginning {}

  /** Behind the newest record: only what is published later is read. */
  record Latest() implements KafkaBeginning {}

  /**
   * At the first record whose timestamp is not before the time; behind the newest one when there is
   * none.
   *
   * @param time by the records' own timestamps
   */
  record FromTime(Instant time) implements KafkaBeginning {
    /** Checks the time. */
    public FromTime {
      Objects.requireNonNull(time, "time");
    }
  }

  /**
   * At these offsets, by partition of every topic that is read; a partition that is not named
   * begins at its oldest record.
   *
   * @param offsets none negative
   */
  record FromOffsets(Map<Integer, Long> offsets) implements KafkaBeginning {
    /**
     * Copies the map.
     *
     * @throws IllegalArgumentException when a number is negative
     */
    public FromOffsets {
      offsets = Map.copyOf(offsets);
      offsets.forEach(
          (partition, offset) -> {
            if (partition < 0 || offset < 0) {
              throw new IllegalArgumentException(
                  "Kafka beginning: partition " + partition + " at " + offset + " is negative");
            }
          });
    }
  }

  /** {@link Earliest}. */
  static KafkaBeginning earliest() {
    return new Earliest();
  }

  /** {@link Latest}. */
  static KafkaBeginning latest() {
    return new Latest();
  }

  /** {@link FromTime}. */
  static KafkaBeginning fromTime(Instant time) {
    return new FromTime(time);
  }

  /** {@link FromOffsets}. */
  static KafkaBeginning fromOffsets(Map<Integer, Long> offsets) {
    return new FromOffsets(offsets);
  }
}
