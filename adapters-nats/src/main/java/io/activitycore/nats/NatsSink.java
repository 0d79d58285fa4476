package io.activitycore.nats;

import io.activitycore.event.EncodedEvent;
import io.activitycore.event.EventEnvelope;
import io.activitycore.event.EventFormat;
import io.activitycore.internal.Traceparent;
import io.activitycore.spi.EventSink;
import io.activitycore.spi.EventSinkException;
import io.nats.client.JetStreamApiException;
import io.nats.client.impl.Headers;
import java.io.IOException;

/** Events out, to one subject per type under a prefix. Thread-safe. */
final class NatsSink implements EventSink {

  /** Declares or checks the destination. */
  @FunctionalInterface
  interface Destination {
    void ensure() throws IOException, TopologyException;
  }

  private final NatsLink link;
  private final String prefix;
  private final EventFormat format;
  private final Destination destination;
  private volatile boolean ensured;

  NatsSink(NatsLink link, String prefix, EventFormat format, Destination destination) {
    this.link = link;
    this.prefix = prefix;
    this.format = format;
    this.destination = destination;
  }

  @Override
  public void publish(EventEnvelope event) {
    String subject = Names.subject(prefix, event.type());
    try {
      if (!ensured) {
        destination.ensure();
        ensured = true;
      }
      EncodedEvent encoded = format.encode(event);
      link.jetStream().publish(subject, headers(event, encoded), encoded.body());
    } catch (IOException
        | TopologyException
        | JetStreamApiException
        | IllegalArgumentException
        | IllegalStateException e) {
      String what =
          "event "
              + Names.header(event.eventId())
              + " not confirmed at NATS subject "
              + subject
              + ": "
              + e.getMessage();
      if (isTooLarge(e)) {
        throw EventSinkException.refused(what, e);
      }
      ensured = false; // the stream may be gone
      throw new EventSinkException(what, e);
    }
  }

  /** For the server (the client looks before it sends), or for the stream. */
  private static boolean isTooLarge(Exception e) {
    return e instanceof JetStreamApiException said
        ? said.getApiErrorCode() == DeadLetter.TOO_LARGE
        : e instanceof IllegalArgumentException;
  }

  private Headers headers(EventEnvelope event, EncodedEvent encoded) {
    Headers headers = new Headers();
    headers.put("Nats-Msg-Id", Names.messageId(event.eventId()));
    headers.put("Activity-Event-Id", Names.header(event.eventId()));
    headers.put("Activity-Event-Type", Names.header(event.type()));
    headers.put("Activity-Event-Source", Names.header(event.source()));
    if (format != EventFormat.NATIVE) {
      headers.put("content-type", encoded.contentType());
    }
    encoded
        .attributes()
        .forEach((name, value) -> headers.put("ce-" + name, EventFormat.headerValue(value)));
    Traceparent.of(event.traceId()).ifPresent(trace -> headers.put("traceparent", trace));
    return headers;
  }
}
