package io.activitycore.spi;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message as the broker gave it.
 *
 * @param body its bytes, not copied: neither side changes them
 * @param headers its headers, first value each, names as the broker gave them
 * @param position where it stands at the broker, readable, such as {@code ACTIVITY_EVENTS#42}
 * @param attempt how often the broker has delivered it, from 1
 * @param storedAt when the broker stored it, where the broker itself says so; null where it does
 *     not, or where a producer can choose the time
 */
@SuppressWarnings("ArrayRecordComponent") // identity is enough: deliveries are never compared
public record Delivery(
    byte[] body,
    Map<String, String> headers,
    String position,
    int attempt,
    @Nullable Instant storedAt) {

  /** Copies the headers. */
  public Delivery {
    headers = Map.copyOf(headers);
  }

  /** A delivery whose broker does not say when it stored it. */
  public Delivery(byte[] body, Map<String, String> headers, String position, int attempt) {
    this(body, headers, position, attempt, null);
  }
}
