package io.activitycore.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;
import io.activitycore.event.EncodedEvent;
import io.activitycore.event.EventEnvelope;
import io.activitycore.event.EventFormat;
import io.activitycore.internal.Traceparent;
import io.activitycore.spi.EventSink;
import io.activitycore.spi.EventSinkException;
import java.io.IOException;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;

/** Events out, to one exchange by their type. Thread-safe. */
final class RabbitSink implements EventSink {

  private static final int PERSISTENT = 2;

  /** Declares or checks the destination. */
  @FunctionalInterface
  interface Destination {
    void ensure() throws IOException, TopologyException;
  }

  private final Publisher publisher;
  private final String exchange;
  private final EventFormat format;
  private final Destination destination;
  private volatile boolean ensured;

  RabbitSink(Publisher publisher, String exchange, EventFormat format, Destination destination) {
    this.publisher = publisher;
    this.exchange = exchange;
    this.format = format;
    this.destination = destination;
  }

  @Override
  public void publish(EventEnvelope event) {
    Outgoing message = message(event);
    try {
      if (!ensured) {
        destination.ensure();
        ensured = true;
      }
      publisher.publish(message);
    } catch (IOException
        | TopologyException
        | ShutdownSignalException
        | IllegalArgumentException e) {
      String what =
          "event "
              + Names.line(event.eventId())
              + " not confirmed at RabbitMQ "
              + message.destination()
              + ": "
              + RabbitLink.reason(e);
      if (isTooLarge(e)) {
        throw EventSinkException.refused(what, e);
      }
      ensured = false; // the exchange may be gone
      throw new EventSinkException(what, e);
    }
  }

  /** For the server, or its headers for a frame (the client looks before it sends). */
  private static boolean isTooLarge(Exception e) {
    return e instanceof RefusedException || e instanceof IllegalArgumentException;
  }

  private Outgoing message(EventEnvelope event) {
    EncodedEvent encoded = format.encode(event);
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder()
            .contentType(encoded.contentType())
            .deliveryMode(PERSISTENT)
            .messageId(Names.shortText(event.eventId()))
            .type(Names.shortText(event.type()))
            .timestamp(Date.from(event.occurredAt()))
            .headers(headers(event, encoded))
            .build();
    return new Outgoing(exchange, Names.shortText(event.type()), properties, encoded.body());
  }

  private static Map<String, Object> headers(EventEnvelope event, EncodedEvent encoded) {
    Map<String, Object> headers = new HashMap<>();
    headers.put("Activity-Event-Id", Names.line(event.eventId()));
    headers.put("Activity-Event-Type", Names.line(event.type()));
    headers.put("Activity-Event-Source", Names.line(event.source()));
    encoded.attributes().forEach((name, value) -> headers.put("cloudEvents:" + name, value));
    Traceparent.of(event.traceId()).ifPresent(trace -> headers.put("traceparent", trace));
    return headers;
  }
}
