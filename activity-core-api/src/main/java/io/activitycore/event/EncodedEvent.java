package io.activitycore.event;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * An event as bytes, for a broker.
 *
 * @param body what the message holds; not copied: do not change it
 * @param contentType the message's content type
 * @param attributes the CloudEvent's attributes by their bare names, where they travel beside the
 *     body; empty in every other format. The adapter adds its protocol's prefix
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record EncodedEvent(byte[] body, String contentType, Map<String, String> attributes) {

  /** Copies the attributes, sorted by name. */
  public EncodedEvent {
    attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
  }
}
