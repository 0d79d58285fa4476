package io.activitycore.spi;

import java.util.Map;

/**
 * One message as the broker gave it.
 *
 * @param body its bytes, not copied: neither side changes them
 * @param headers its headers, first value each, names as the broker gave them
 * @param position where it stands at the broker, readable, such as {@code ACTIVITY_EVENTS#42}
 * @param attempt how often the broker has delivered it, from 1
 */
@SuppressWarnings("ArrayRecordComponent") // identity is enough: deliveries are never compared
public record Delivery(byte[] body, Map<String, String> headers, String position, int attempt) {

  /** Copies the headers. */
  public Delivery {
    headers = Map.copyOf(headers);
  }
}
