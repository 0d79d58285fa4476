package io.activitycore.testing.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;

/**
 * A message as it is put at or read from a broker, without any adapter of ours.
 *
 * @param key what order is kept by, where the broker or the adapter's options have a key; "" where
 *     that is not known
 * @param body the bytes
 * @param headers the headers
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Message(String key, byte[] body, Map<String, String> headers) {

  /** Copies the headers. */
  public Message {
    headers = Map.copyOf(headers);
  }

  /** A message that is a text, without headers. */
  public static Message text(String key, String body) {
    return new Message(key, body.getBytes(UTF_8), Map.of());
  }

  /** The body as text. */
  public String text() {
    return new String(body, UTF_8);
  }
}
