package io.activitycore.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.event.EventEnvelope;
import io.activitycore.spi.Broker;
import io.activitycore.spi.EventSink;
import io.activitycore.spi.EventSinkException;
import io.activitycore.testing.contract.Tuning;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaSinkIT {

  /** More than the 8 MB that the tests' Kafka takes. */
  private static final int TOO_LARGE = 9_000_000;

  private static EventEnvelope event(String id, int size) {
    return new EventEnvelope(
        id,
        "t",
        "s",
        Instant.EPOCH,
        null,
        null,
        null,
        JsonNodeFactory.instance.objectNode().put("text", "x".repeat(size)),
        Map.of());
  }

  @Test
  void an_event_over_the_brokers_limit_is_refused_for_good() {
    try (KafkaHarness harness = new KafkaHarness(1);
        Broker broker = harness.open(Tuning.usual())) {
      EventSink sink = broker.sink();
      assertThatThrownBy(() -> sink.publish(event("e-1", TOO_LARGE)))
          .isInstanceOfSatisfying(
              EventSinkException.class, e -> assertThat(e.isRefused()).as(e.getMessage()).isTrue());

      sink.publish(event("e-2", 10));
      assertThat(harness.published()).hasSize(1);
    }
  }
}
