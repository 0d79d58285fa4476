package io.activitycore.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activitycore.event.EncodedEvent;
import io.activitycore.event.EventEnvelope;
import io.activitycore.event.EventFormat;
import io.activitycore.internal.Traceparent;
import io.activitycore.spi.EventSink;
import io.activitycore.spi.EventSinkException;
import java.io.IOException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;

/**
 * Events out, to one topic. The key is the subject, so that the events of one subject keep their
 * order, or the event id. Thread-safe.
 */
final class KafkaSink implements EventSink {

  /** Declares or checks the destination. */
  @FunctionalInterface
  interface Destination {
    void ensure() throws IOException, TopologyException;
  }

  private final KafkaLink link;
  private final String topic;
  private final EventFormat format;
  private final Destination destination;
  private volatile boolean ensured;

  KafkaSink(KafkaLink link, String topic, EventFormat format, Destination destination) {
    this.link = link;
    this.topic = topic;
    this.format = format;
    this.destination = destination;
  }

  @Override
  public void publish(EventEnvelope event) {
    try {
      if (!ensured) {
        destination.ensure();
        ensured = true;
      }
      link.publish(record(event));
    } catch (IOException | TopologyException e) {
      String what =
          "event "
              + Names.line(event.eventId())
              + " not confirmed at Kafka topic "
              + topic
              + ": "
              + e.getMessage();
      if (e.getCause() instanceof RecordTooLargeException) {
        throw EventSinkException.refused(what, e);
      }
      ensured = false; // the topic may be gone
      throw new EventSinkException(what, e);
    }
  }

  private ProducerRecord<byte[], byte[]> record(EventEnvelope event) {
    String subject = event.subject();
    String key = subject == null || subject.isEmpty() ? event.eventId() : subject;
    EncodedEvent encoded = format.encode(event);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, key.getBytes(UTF_8), encoded.body());
    Headers headers = record.headers();
    headers.add("Activity-Event-Id", event.eventId().getBytes(UTF_8));
    headers.add("Activity-Event-Type", event.type().getBytes(UTF_8));
    headers.add("Activity-Event-Source", event.source().getBytes(UTF_8));
    if (format != EventFormat.NATIVE) {
      headers.add("content-type", encoded.contentType().getBytes(UTF_8));
    }
    encoded.attributes().forEach((name, value) -> headers.add("ce_" + name, value.getBytes(UTF_8)));
    Traceparent.of(event.traceId())
        .ifPresent(trace -> headers.add("traceparent", trace.getBytes(UTF_8)));
    return record;
  }
}
