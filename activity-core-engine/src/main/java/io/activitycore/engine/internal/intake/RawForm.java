package io.activitycore.engine.internal.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.event.EventEnvelope;
import java.time.Instant;
import java.util.Map;

/** Makes events of JSON that is no envelope. */
interface RawForm {

  /**
   * The event.
   *
   * @param eventId the SHA-256 of the body's bytes, for events that bring no id
   * @throws UndecodableException when the JSON is none
   */
  EventEnvelope event(JsonNode body, Map<String, String> headers, String eventId, Instant arrival);
}
