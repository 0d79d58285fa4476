package io.activitycore.engine.internal.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.activitycore.event.EncodedEvent;
import io.activitycore.event.EventEnvelope;
import io.activitycore.event.EventFormat;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The official SDK reads what we write, and we read what it writes. */
class CloudEventsSdkTest {

  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final Instant TIME = Instant.parse("2026-03-28T09:00:00.123456789Z");
  private static final EnvelopeDecoder DECODER = new EnvelopeDecoder(EnvelopeLimits.DEFAULT, null);

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static EventEnvelope envelope(
      String id,
      String source,
      @Nullable String trace,
      @Nullable String schema,
      JsonNode payload,
      Map<String, JsonNode> extensions) {
    return new EventEnvelope(
        id, "shop.order.placed", source, TIME, "order/1 é%", trace, schema, payload, extensions);
  }

  /** Events that a CloudEvent can carry whole. */
  static Stream<EventEnvelope> events() {
    Map<String, JsonNode> extensions =
        Map.of(
            "datacontenttype", TextNode.valueOf("application/json"),
            "replytoken", TextNode.valueOf("a.b=c"));
    return Stream.of(
        envelope(
            "https://shop.example.com#e-1",
            "https://shop.example.com",
            TRACE,
            "https://schemas.example.com/order/2",
            json("{'total': 19.99, 'name': 'Zoë', 'none': null}"),
            extensions),
        envelope("/a%23b#1#2", "/a#b", "any trace", "2", json("[1, 'x']"), extensions),
        envelope("s#7", "s", null, null, json("7"), extensions),
        envelope(
            "s#bytes",
            "s",
            null,
            null,
            TextNode.valueOf("AAEC"),
            Map.of("datacontenttype", TextNode.valueOf("application/octet-stream"))));
  }

  private static Map<String, String> http(EncodedEvent encoded) {
    Map<String, String> headers = new HashMap<>();
    headers.put("content-type", encoded.contentType());
    encoded
        .attributes()
        .forEach((name, value) -> headers.put("ce-" + name, EventFormat.headerValue(value)));
    return headers;
  }

  /** The SDK 4.0.1 does not undo the percent-encoding of HTTP headers, so it gets them bare. */
  private static CloudEvent sdk(EncodedEvent encoded) {
    Map<String, String> headers = new HashMap<>();
    headers.put("content-type", encoded.contentType());
    encoded.attributes().forEach((name, value) -> headers.put("ce-" + name, value));
    return HttpMessageFactory.createReader(headers, encoded.body()).toEvent();
  }

  @ParameterizedTest
  @MethodSource("events")
  void what_we_write_we_read_the_same(EventEnvelope event) {
    for (EventFormat format : EventFormat.values()) {
      EncodedEvent encoded = format.encode(event);
      Map<String, JsonNode> extensions = new HashMap<>(event.extensions());

      EventEnvelope read = DECODER.decode(encoded.body(), http(encoded), Instant.EPOCH);

      assertThat(read.extensions()).as("%s", format).isEqualTo(extensions);
      assertThat(read).as("%s", format).isEqualTo(event);
    }
  }

  @ParameterizedTest
  @MethodSource("events")
  void the_sdk_reads_the_same_event_in_both_modes(EventEnvelope event) {
    CloudEvent structured = sdk(EventFormat.CLOUDEVENTS_STRUCTURED.encode(event));
    CloudEvent binary = sdk(EventFormat.CLOUDEVENTS_BINARY.encode(event));

    for (CloudEvent read : new CloudEvent[] {structured, binary}) {
      assertThat(CloudEventForm.eventId(event.source(), read.getId())).isEqualTo(event.eventId());
      assertThat(read.getSource()).hasToString(event.source());
      assertThat(read.getType()).isEqualTo(event.type());
      assertThat(read.getSubject()).isEqualTo(event.subject());
      assertThat(Objects.requireNonNull(read.getTime()).toInstant()).isEqualTo(TIME);
    }
    assertThat(structured.getExtensionNames()).isEqualTo(binary.getExtensionNames());
    assertThat(Objects.requireNonNull(structured.getData()).toBytes())
        .isEqualTo(Objects.requireNonNull(binary.getData()).toBytes());
    assertThat(structured.getDataSchema()).isEqualTo(binary.getDataSchema());
  }

  @ParameterizedTest
  @EnumSource(
      value = EventFormat.class,
      names = {"CLOUDEVENTS_STRUCTURED", "CLOUDEVENTS_BINARY"})
  void what_a_cloud_event_cannot_carry_as_it_is_still_makes_a_valid_one(EventFormat format) {
    EventEnvelope event =
        envelope(
            "native id",
            "my shop é",
            null,
            null,
            json("{}"),
            Map.of(
                "Upper_Case", TextNode.valueOf("left out"),
                "number", IntNode.valueOf(7),
                "object", json("{'a': 1}")));

    CloudEvent read = sdk(format.encode(event));

    assertThat(read.getId()).isEqualTo("native id");
    assertThat(read.getSource()).hasToString("my%20shop%20%C3%A9");
    assertThat(read.getExtensionNames()).containsExactlyInAnyOrder("number", "object");
    assertThat(read.getExtension("object")).isEqualTo("{\"a\":1}");
  }

  @Test
  void what_the_sdk_writes_is_read() {
    CloudEvent event =
        CloudEventBuilder.v1()
            .withId("e-1")
            .withSource(URI.create("https://shop.example.com"))
            .withType("shop.order.placed")
            .withSubject("order/1 é")
            .withTime(OffsetDateTime.parse("2026-03-28T10:00:00+01:00"))
            .withDataSchema(URI.create("https://schemas.example.com/order/2"))
            .withExtension("traceparent", TRACE)
            .withData("application/json", "{\"total\":1.5}".getBytes(UTF_8))
            .build();
    Map<String, String> headers = new HashMap<>();
    AtomicReference<byte[]> body = new AtomicReference<>(new byte[0]);
    HttpMessageFactory.createWriter(headers::put, body::set).writeBinary(event);

    EventEnvelope binary = DECODER.decode(body.get(), headers, Instant.EPOCH);
    EventEnvelope structured =
        DECODER.decode(new JsonFormat().serialize(event), Map.of(), Instant.EPOCH);

    assertThat(binary).isEqualTo(structured);
    assertThat(structured.eventId()).isEqualTo("https://shop.example.com#e-1");
    assertThat(structured.occurredAt()).isEqualTo(Instant.parse("2026-03-28T09:00:00Z"));
    assertThat(structured.subject()).isEqualTo("order/1 é");
    assertThat(structured.traceId()).isEqualTo(TRACE);
    assertThat(structured.schemaVersion()).isEqualTo("https://schemas.example.com/order/2");
    assertThat(structured.payload()).isEqualTo(json("{'total': 1.5}"));
  }
}
