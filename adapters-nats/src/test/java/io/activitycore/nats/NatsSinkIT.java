package io.activitycore.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.event.EnvelopeJson;
import io.activitycore.event.EventEnvelope;
import io.activitycore.nats.NatsOptions.Topology;
import io.activitycore.spi.EventSink;
import io.activitycore.spi.EventSinkException;
import io.activitycore.testing.Recorder;
import io.activitycore.testing.Servers;
import io.nats.client.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class NatsSinkIT {

  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private Bench bench;

  @BeforeEach
  void open() throws Exception {
    bench = new Bench(Servers.nats());
  }

  @AfterEach
  void close() throws Exception {
    bench.close();
  }

  @Test
  void publishes_the_envelope_under_its_type() throws Exception {
    EventEnvelope event = event("e-1", "shop.order placed.*", TRACE);

    bench.broker(bench.options().build()).sink().publish(event);

    Message message = bench.read(bench.outStream(), ">").get(0);
    assertThat(message.getSubject()).isEqualTo(bench.outPrefix() + ".shop.order_placed._");
    assertThat(message.getData()).isEqualTo(EnvelopeJson.write(event));
    assertThat(message.getHeaders().getFirst("Nats-Msg-Id")).isEqualTo("e-1");
    assertThat(message.getHeaders().getFirst("Activity-Event-Id")).isEqualTo("e-1");
    assertThat(message.getHeaders().getFirst("Activity-Event-Type")).isEqualTo(event.type());
    assertThat(message.getHeaders().getFirst("Activity-Event-Source")).isEqualTo(event.source());
    assertThat(message.getHeaders().getFirst("traceparent")).isEqualTo(TRACE);
  }

  @Test
  void publishing_again_changes_nothing() throws Exception {
    EventSink sink = bench.broker(bench.options().build()).sink();
    EventEnvelope plain = event("e-1", "a", null);
    EventEnvelope odd = event("Bestellung \u00e4 1", "a", "no traceparent");
    for (EventEnvelope each : new EventEnvelope[] {plain, odd, plain, odd}) {
      sink.publish(each);
    }

    assertThat(bench.count(bench.outStream())).isEqualTo(2);
    Message message = bench.read(bench.outStream(), ">").get(1);
    assertThat(message.getHeaders().getFirst("Nats-Msg-Id")).matches("sha256-[0-9a-f]{64}");
    assertThat(message.getHeaders().getFirst("Activity-Event-Id"))
        .isEqualTo("Bestellung \\u00e4 1");
    assertThat(message.getHeaders().getFirst("traceparent")).isNull();
  }

  @Test
  void the_publisher_puts_events_where_the_source_reads_them() throws Exception {
    NatsBroker broker = bench.broker(bench.options().build());
    Recorder recorder = Recorder.acking();
    broker.source().subscribe(recorder);
    EventEnvelope event = event("e-1", "shop.order.placed", null);

    broker.publisher().publish(event);

    await().atMost(Duration.ofSeconds(20)).until(() -> recorder.deliveries().size() == 1);
    assertThat(recorder.deliveries().get(0).body()).isEqualTo(EnvelopeJson.write(event));
  }

  @Test
  void a_missing_stream_is_an_error_in_check_mode_and_made_again_in_declare_mode()
      throws Exception {
    EventSink checking = bench.broker(bench.options().topology(Topology.CHECK).build()).sink();
    assertThatThrownBy(() -> checking.publish(event("e-1", "a", null)))
        .isInstanceOf(EventSinkException.class)
        .hasMessageContaining("event e-1 not confirmed")
        .hasMessageContaining("stream " + bench.outStream() + " is missing");

    EventSink declaring = bench.broker(bench.options().build()).sink();
    declaring.publish(event("e-1", "a", null));
    bench.management().deleteStream(bench.outStream());
    assertThatThrownBy(() -> declaring.publish(event("e-2", "a", null)))
        .isInstanceOf(EventSinkException.class);
    declaring.publish(event("e-2", "a", null));
    assertThat(bench.count(bench.outStream())).isEqualTo(1);
  }

  @Test
  void an_event_over_the_servers_limit_is_refused() throws Exception {
    EventSink sink = bench.broker(bench.options().build()).sink();
    String much = "x".repeat((int) bench.connection().getMaxPayload());
    EventEnvelope event =
        new EventEnvelope(
            "e-1",
            "a",
            "test",
            Instant.EPOCH,
            null,
            null,
            null,
            JsonNodeFactory.instance.textNode(much),
            Map.of());

    assertThatThrownBy(() -> sink.publish(event))
        .isInstanceOfSatisfying(
            EventSinkException.class, e -> assertThat(e.isRefused()).as("for good").isTrue());
    sink.publish(event("e-2", "a", null));
    assertThat(bench.count(bench.outStream())).isEqualTo(1);
  }

  @Test
  void a_server_that_is_not_there_is_an_error() {
    NatsOptions options = bench.options().url("nats://127.0.0.1:9").build();

    assertThatThrownBy(() -> bench.broker(options).sink().publish(event("e-1", "a", null)))
        .isInstanceOf(EventSinkException.class)
        .hasMessageContaining("no NATS server at");
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
