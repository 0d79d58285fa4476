package io.activitycore.docs.snippets;

import io.activitycore.kafka.KafkaBroker;
import io.activitycore.kafka.KafkaOptions;
import io.activitycore.spi.EventSink;
import io.activitycore.spi.EventSource;
import java.util.Map;

/** The broker of the guide to Kafka. */
final class KafkaGuide {

  private KafkaGuide() {}

  static KafkaBroker broker() {
    // tag::broker
    KafkaBroker broker =
        KafkaBroker.create(
            KafkaOptions.builder()
                .bootstrap("kafka-1:9092,kafka-2:9092")
                .topics("shop-events")
                .properties(Map.of("security.protocol", "SSL"))
                .build());

    EventSource in = broker.source(); // events in, for the core
    EventSink out = broker.sink(); // our own events out, for the core
    EventSink producer = broker.publisher(); // for you: puts events where the source reads them
    // end::broker
    if (in.name().isEmpty() || out.equals(producer)) {
      throw new IllegalStateException("three different things: " + in + out + producer);
    }
    return broker;
  }
}
