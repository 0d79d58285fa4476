package io.activitycore.spi;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as it stands at the broker.
 *
 * @param id what {@link DeadLetters} knows it by: stable, printable ASCII without blanks, made by
 *     the adapter
 * @param body the original's bytes, not copied: neither side changes them; empty when the broker
 *     could not keep them
 * @param headers the original's headers, first value each, without those that the adapter added
 * @param position where the original stood, as in {@link Delivery#position()}
 * @param code the reason's stable name, such as {@code undecodable}
 * @param reason the reason for people, one line
 * @param time when it was dead-lettered
 * @param attempts how often the original had been delivered; 0 if that is not known
 * @param hints event id and type, as far as bytes and headers tell
 */
@SuppressWarnings("ArrayRecordComponent") // identity is enough: dead letters are never compared
public record StoredDeadLetter(
    String id,
    byte[] body,
    Map<String, String> headers,
    String position,
    String code,
    String reason,
    Instant time,
    int attempts,
    EventHints hints) {

  /** Copies the headers. */
  public StoredDeadLetter {
    headers = Map.copyOf(headers);
  }

  /**
   * With the hints that {@link EventHints#of} finds.
   *
   * @param id see the record
   * @param original the original as it was delivered last; its attempt is kept
   * @param why code and reason
   * @param time when it was dead-lettered
   */
  public static StoredDeadLetter of(
      String id, Delivery original, Settlement.DeadLetter why, Instant time) {
    return new StoredDeadLetter(
        id,
        original.body(),
        original.headers(),
        original.position(),
        why.code(),
        why.reason(),
        time,
        original.attempt(),
        EventHints.of(original.body(), original.headers()));
  }

  /** The type of the event, if known. */
  public @Nullable String eventType() {
    return hints.type();
  }

  /** The id of the event, if known. */
  public @Nullable String eventId() {
    return hints.eventId();
  }
}
