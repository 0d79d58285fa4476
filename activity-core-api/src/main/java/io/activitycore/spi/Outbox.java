package io.activitycore.spi;

import io.activitycore.event.EventEnvelope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events on their way out. Written by {@link RunStore}, emptied by the relay; several relays may
 * work at once. All times are the store's, so that relays need not agree on theirs.
 *
 * <p>An event that no broker will take is parked: no claim gives it out until somebody retries it.
 */
public interface Outbox {

  /**
   * Takes rows that are due, for a while: a row that is neither published, postponed nor parked by
   * then is given out again.
   *
   * @param limit at most so many
   * @param lease how long they are ours
   */
  List<Row> claim(int limit, Duration lease);

  /**
   * How many wait to be published, now or later, whoever has them in hand; the parked are not among
   * them.
   *
   * @param limit at most so many are counted
   */
  int countWaiting(int limit);

  /** Done: the broker has them. */
  void published(List<Long> ids);

  /** Not this time: each is due again when its pause is over. */
  void postpone(List<Postponed> rows);

  /** Not again by themselves. */
  void park(List<Refused> rows);

  /**
   * What is parked, in the order in which it was written.
   *
   * @param source of the events: {@code activity-core/{tenant}}
   * @param limit at most so many
   */
  List<Parked> parked(String source, int limit);

  /** How many are parked. */
  long countParked(String source);

  /**
   * Gives parked events out again, with a fresh count of attempts.
   *
   * @return the ids of those that were parked
   */
  List<String> retry(String source, List<String> eventIds);

  /**
   * Never publishes parked events.
   *
   * @return the ids of those that were parked
   */
  List<String> discard(String source, List<String> eventIds);

  /**
   * A row.
   *
   * @param id its own, without meaning
   * @param event what to publish
   * @param attempts how often it was claimed before, but for those times that did not count
   */
  record Row(long id, EventEnvelope event, int attempts) {}

  /**
   * A row that was not published.
   *
   * @param pause from now; with none it is due before all that were written later
   * @param counts whether this was an attempt; not, for instance, while the broker is away
   * @param reason null for one that was not tried
   */
  record Postponed(long id, Duration pause, boolean counts, @Nullable String reason) {}

  /** A row that the broker will not take. */
  record Refused(long id, String reason) {}

  /**
   * A parked event.
   *
   * @param attempts how often it was tried
   * @param parkedAt since when it is parked
   */
  record Parked(EventEnvelope event, int attempts, Instant parkedAt, String reason) {}
}
