package io.activitycore.spi;

import io.activitycore.event.EventEnvelope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Events on their way out. Written by {@link RunStore}, emptied by the relay; several relays may
 * work at once.
 */
public interface Outbox {

  /**
   * Takes rows that are due, for a while: a row that is neither published nor postponed by then is
   * given out again.
   *
   * @param limit at most so many
   * @param lease how long they are ours
   */
  List<Row> claim(int limit, Duration lease);

  /** Done: the broker has them. */
  void published(List<Long> ids);

  /** Not this time. */
  void postpone(long id, Instant until, String reason);

  /**
   * A row.
   *
   * @param id its own, without meaning
   * @param event what to publish
   * @param attempts how often it was claimed before
   */
  record Row(long id, EventEnvelope event, int attempts) {}
}
