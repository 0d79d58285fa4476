package io.activitycore.event;

import java.util.Map;

/** How an event is written to a broker. Intake reads each of them, whatever is written. */
public enum EventFormat {
  /** One JSON object with {@code event_id}, as {@link EnvelopeJson} writes it. */
  NATIVE {
    @Override
    public EncodedEvent encode(EventEnvelope event) {
      return new EncodedEvent(EnvelopeJson.write(event), "application/json", Map.of());
    }
  },

  /** CloudEvents 1.0, all in one JSON object. */
  CLOUDEVENTS_STRUCTURED {
    @Override
    public EncodedEvent encode(EventEnvelope event) {
      return CloudEventWriter.structured(event);
    }
  },

  /** CloudEvents 1.0, attributes in the message's headers, data in its body. */
  CLOUDEVENTS_BINARY {
    @Override
    public EncodedEvent encode(EventEnvelope event) {
      return CloudEventWriter.binary(event);
    }
  };

  /**
   * Writes an event. Never fails: what a CloudEvent cannot carry (an extension whose name is not
   * lower-case letters and digits) is left out.
   */
  public abstract EncodedEvent encode(EventEnvelope event);

  /**
   * An attribute's value as HTTP and NATS headers carry it: all but printable ASCII, and space,
   * {@code "} and {@code %}, as percent-encoded UTF-8 (CloudEvents HTTP binding, 3.1.3.2).
   */
  public static String headerValue(String value) {
    return PercentCode.encode(value, c -> c > ' ' && c < 0x7f && c != '"' && c != '%');
  }
}
