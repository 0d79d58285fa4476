package io.activitycore.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant. What is null restricts nothing.
 *
 * @param code exactly this code
 * @param eventType exactly this event type
 * @param from dead-lettered at this time or later
 * @param to dead-lettered before this time
 * @param limit at most that many, 1 to {@value #MAX_LIMIT}
 */
public record DeadLetterQuery(
    @Nullable String code,
    @Nullable String eventType,
    @Nullable Instant from,
    @Nullable Instant to,
    int limit) {

  /** The largest limit. */
  public static final int MAX_LIMIT = 10_000;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException when the limit is out of its range or the times are swapped
   */
  public DeadLetterQuery {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException(
          "dead letters: limit " + limit + ", expected 1 to " + MAX_LIMIT);
    }
    if (from != null && to != null && to.isBefore(from)) {
      throw new IllegalArgumentException("dead letters: from " + from + " is after to " + to);
    }
  }

  /** All of them, the oldest {@value #MAX_LIMIT}. */
  public static DeadLetterQuery all() {
    return new DeadLetterQuery(null, null, null, null, MAX_LIMIT);
  }

  /** The same, but with that code. */
  public DeadLetterQuery withCode(@Nullable String newCode) {
    return new DeadLetterQuery(newCode, eventType, from, to, limit);
  }

  /** The same, but of that event type. */
  public DeadLetterQuery withEventType(@Nullable String newType) {
    return new DeadLetterQuery(code, newType, from, to, limit);
  }

  /** The same, but between those times: the first one included, the second one not. */
  public DeadLetterQuery between(@Nullable Instant newFrom, @Nullable Instant newTo) {
    return new DeadLetterQuery(code, eventType, newFrom, newTo, limit);
  }

  /** The same, but at most that many. */
  public DeadLetterQuery withLimit(int newLimit) {
    return new DeadLetterQuery(code, eventType, from, to, newLimit);
  }

  /** Whether a dead letter is meant; the limit is not looked at. */
  public boolean matches(StoredDeadLetter letter) {
    return (code == null || code.equals(letter.code()))
        && (eventType == null || eventType.equals(letter.eventType()))
        && (from == null || !letter.time().isBefore(from))
        && (to == null || letter.time().isBefore(to));
  }
}
