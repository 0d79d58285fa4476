package io.activitycore.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.activitycore.event.EnvelopeJson;
import io.activitycore.event.EventEnvelope;
import io.activitycore.rabbitmq.RabbitOptions.Topology;
import io.activitycore.spi.EventSink;
import io.activitycore.spi.EventSinkException;
import io.activitycore.spi.EventSourceException;
import io.activitycore.testing.Recorder;
import io.activitycore.testing.Servers;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RabbitTopologyIT {

  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private Bench bench;

  @BeforeEach
  void open() throws Exception {
    bench = new Bench(Servers.rabbitmq());
  }

  @AfterEach
  void close() throws Exception {
    bench.close();
  }

  @Test
  void a_queue_with_other_arguments_is_refused_with_the_difference() throws Exception {
    try (Channel channel = bench.channel()) {
      channel.queueDeclare(bench.queue(), true, false, false, Map.of("x-queue-type", "classic"));
    }

    assertThatThrownBy(
            () -> bench.broker(bench.options().build()).source().subscribe(Recorder.acking()))
        .isInstanceOf(EventSourceException.class)
        .hasMessageContaining("rabbitmq:" + bench.queue())
        .hasMessageContaining("queue " + bench.queue() + " is not as configured")
        .hasMessageContaining("inequivalent arg 'x-");
  }

  @Test
  void an_exchange_of_another_type_is_refused() throws Exception {
    try (Channel channel = bench.channel()) {
      channel.exchangeDeclare(bench.dead(), BuiltinExchangeType.FANOUT, true);
    }

    assertThatThrownBy(
            () -> bench.broker(bench.options().build()).source().subscribe(Recorder.acking()))
        .isInstanceOf(EventSourceException.class)
        .hasMessageContaining("exchange " + bench.dead() + " is not as configured")
        .hasMessageContaining("fanout");
  }

  @Test
  void what_is_missing_is_an_error_in_check_mode_and_nothing_is_made() {
    RabbitOptions options = bench.options().topology(Topology.CHECK).build();

    assertThatThrownBy(() -> bench.broker(options).source().subscribe(Recorder.acking()))
        .isInstanceOf(EventSourceException.class)
        .hasMessageContaining("exchange " + bench.dead() + " is missing");
    EventSink sink = bench.broker(options).sink();
    assertThatThrownBy(() -> sink.publish(event("e-1", "a", null)))
        .isInstanceOf(EventSinkException.class)
        .hasMessageContaining("event e-1 not confirmed")
        .hasMessageContaining("exchange " + bench.out() + " is missing");
  }

  @Test
  void declaring_again_with_other_limits_is_no_difference() {
    bench.broker(bench.options().build()).source().subscribe(Recorder.acking()).close();

    bench
        .broker(bench.options().deliveryLimit(3).maxInFlight(7).build())
        .source()
        .subscribe(Recorder.acking())
        .close();
  }

  @Test
  void publishes_the_envelope_under_its_type() throws Exception {
    EventEnvelope event = event("e-1", "shop.order placed.*", TRACE);
    bench.broker(bench.options().build()).sink().publish(event);

    GetResponse message = bench.read(bench.out()).get(0);
    assertThat(message.getEnvelope().getRoutingKey()).isEqualTo("shop.order placed.*");
    assertThat(message.getBody()).isEqualTo(EnvelopeJson.write(event));
    assertThat(message.getProps().getMessageId()).isEqualTo("e-1");
    assertThat(message.getProps().getDeliveryMode()).isEqualTo(2);
    assertThat(message.getProps().getType()).isEqualTo("shop.order placed.*");
    assertThat(message.getProps().getContentType()).isEqualTo("application/json");
    assertThat(message.getProps().getHeaders().get("traceparent")).hasToString(TRACE);
  }

  @Test
  void an_event_that_no_queue_takes_is_an_error() throws Exception {
    EventSink sink = bench.broker(bench.options().out(bench.out(), null).build()).sink();
    assertThatThrownBy(() -> sink.publish(event("e-1", "a", null)))
        .isInstanceOf(EventSinkException.class)
        .hasMessageContaining("event e-1 not confirmed at RabbitMQ exchange " + bench.out())
        .hasMessageContaining("no queue took it: NO_ROUTE");

    bench.broker(bench.options().build()).sink().publish(event("e-2", "a", null)); // declares one
    sink.publish(event("e-3", "a", null));
    assertThat(bench.count(bench.out())).isEqualTo(2);
  }

  @Test
  void an_event_over_the_servers_limit_is_refused_and_the_next_one_goes() throws Exception {
    EventSink sink = bench.broker(bench.options().build()).sink();
    EventEnvelope big =
        new EventEnvelope(
            "e-1",
            "a",
            "test",
            Instant.EPOCH,
            null,
            null,
            null,
            JsonNodeFactory.instance.textNode("x".repeat(17 << 20)),
            Map.of());

    assertThatThrownBy(() -> sink.publish(big)).isInstanceOf(EventSinkException.class);
    sink.publish(event("e-2", "a", null));
    assertThat(bench.count(bench.out())).isEqualTo(1);
  }

  private static EventEnvelope event(String id, String type, @Nullable String trace) {
    return new EventEnvelope(
        id,
        type,
        "https://shop.example.com",
        Instant.parse("2026-11-21T09:00:00Z"),
        null,
        trace,
        null,
        JsonNodeFactory.instance.objectNode().put("total", 1),
        Map.of());
  }
}
