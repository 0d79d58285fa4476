package io.activitycore.engine.internal.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.activitycore.event.EnvelopeJson;
import io.activitycore.event.EventEnvelope;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvelopeDecoderTest {

  private static final Instant ARRIVAL = Instant.parse("2026-03-28T10:00:00Z");

  private static final EnvelopeDecoder DECODER = new EnvelopeDecoder(EnvelopeLimits.DEFAULT, null);

  private static final EnvelopeDecoder RAW =
      new EnvelopeDecoder(EnvelopeLimits.DEFAULT, new RawMapping("shop.order", "shop"));

  private static EventEnvelope decode(String body) {
    return DECODER.decode(body.getBytes(UTF_8), Map.of(), ARRIVAL);
  }

  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text);
  }

  @Test
  void a_native_envelope_is_read_with_what_it_does_not_know() throws Exception {
    EventEnvelope event =
        decode(
            """
            {"event_id":"e-1","type":"shop.order.placed","source":"https://shop.example.com",
             "occurred_at":"2026-03-28T09:00:00.5+01:00","subject":"order/1","trace_id":"t-1",
             "schema_version":2,"payload":{"total":19.99},"region":{"name":"eu"}}\
            """);

    assertThat(event)
        .isEqualTo(
            new EventEnvelope(
                "e-1",
                "shop.order.placed",
                "https://shop.example.com",
                Instant.parse("2026-03-28T08:00:00.5Z"),
                "order/1",
                "t-1",
                "2",
                json("{\"total\":19.99}"),
                Map.of("region", json("{\"name\":\"eu\"}"))));
  }

  @ParameterizedTest
  @CsvSource({"7", "true", "'\"text\"'", "'[1,2]'", "{}", "0.1", "''''''"})
  void a_payload_is_any_json_but_null(String payload) throws Exception {
    String value = payload.equals("''") ? "\"\"" : payload;
    assertThat(decode(EnvelopeBodies.withPayload(value)).payload()).isEqualTo(json(value));
  }

  @Test
  void optional_properties_may_be_absent_or_null() {
    EventEnvelope event =
        decode(
            "{\"event_id\":\"e\",\"type\":\"t\",\"source\":\"s\",\"occurred_at\":\"2026-03-28T09:00:00Z\","
                + "\"subject\":null,\"payload\":1}");
    assertThat(event.subject()).isNull();
    assertThat(event.traceId()).isNull();
    assertThat(event.extensions()).isEmpty();
  }

  @Test
  void what_the_library_writes_it_reads_again() {
    EventEnvelope event = decode(EnvelopeBodies.FULL);
    assertThat(DECODER.decode(EnvelopeJson.write(event), Map.of(), ARRIVAL)).isEqualTo(event);
  }

  @Test
  void a_cloud_event_is_unique_only_with_its_source() throws Exception {
    EventEnvelope event =
        decode(
            """
            {"specversion":"1.0","id":"42","source":"https://shop.example.com","type":"placed",
             "time":"2026-03-28T09:00:00Z","subject":"order/1","dataschema":"urn:order:2",
             "traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
             "datacontenttype":"application/json","partitionkey":"k","data":{"total":1}}\
            """);

    assertThat(event)
        .isEqualTo(
            new EventEnvelope(
                "https://shop.example.com#42",
                "placed",
                "https://shop.example.com",
                Instant.parse("2026-03-28T09:00:00Z"),
                "order/1",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "urn:order:2",
                json("{\"total\":1}"),
                Map.of(
                    "datacontenttype",
                    json("\"application/json\""),
                    "partitionkey",
                    json("\"k\""))));
    assertThat(DECODER.decode(EnvelopeJson.write(event), Map.of(), ARRIVAL)).isEqualTo(event);
  }

  @ParameterizedTest
  @CsvSource({
    "a, b, a#b",
    "a#b, c, a%23b#c",
    "a, b#c, a#b#c",
    "a%23b, c, a%2523b#c",
    "a%2523b, c, a%252523b#c",
    "a%20b, c, a%20b#c"
  })
  void no_two_sources_and_ids_give_one_event_id(String source, String id, String eventId) {
    assertThat(CloudEventForm.eventId(source, id)).isEqualTo(eventId);
  }

  @Test
  void a_cloud_event_without_time_and_data_takes_the_arrival_and_an_empty_object()
      throws Exception {
    EventEnvelope event = decode(EnvelopeBodies.cloudEvent("\"data\":null"));
    assertThat(event.occurredAt()).isEqualTo(ARRIVAL);
    assertThat(event.payload()).isEqualTo(json("{}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"data_base64\":\"eyJhIjoxfQ==\" | {\"a\":1}",
        "\"data_base64\":\"eyJhIjoxfQ==\",\"datacontenttype\":\"text/JSON; charset=utf-8\" |"
            + " {\"a\":1}",
        "\"data_base64\":\"eyJhIjoxfQ==\",\"datacontenttype\":\"application/x+json\" | {\"a\":1}",
        "\"data_base64\":\"3q2+7w==\",\"datacontenttype\":\"image/png\" | \"3q2+7w==\"",
        "\"data_base64\":\"\" | {}",
        "\"data_base64\":\"bnVsbA==\" | {}",
        "\"data\":\"<a/>\",\"datacontenttype\":\"text/xml\" | \"<a/>\"",
      })
  void data_in_base64_is_json_where_its_type_says_so(String data, String payload) throws Exception {
    assertThat(decode(EnvelopeBodies.cloudEvent(data)).payload()).isEqualTo(json(payload));
  }

  @ParameterizedTest
  @CsvSource({"ce-, Content-Type", "ce_, content-type", "cloudEvents:, content-type"})
  void a_binary_cloud_event_has_its_attributes_in_headers(String prefix, String contentType)
      throws Exception {
    Map<String, String> headers =
        Map.of(
            prefix + "specversion",
            "1.0",
            prefix + "id",
            "7",
            prefix + "source",
            "/shop",
            prefix + "type",
            "placed",
            prefix + "region",
            "eu",
            "Nats-Msg-Id",
            "x",
            contentType,
            "application/json");

    EventEnvelope event = DECODER.decode("{\"a\":1}".getBytes(UTF_8), headers, ARRIVAL);

    assertThat(event.eventId()).isEqualTo("/shop#7");
    assertThat(event.payload()).isEqualTo(json("{\"a\":1}"));
    assertThat(event.extensions().keySet()).containsExactly("datacontenttype", "region");
    assertThat(DECODER.decode(new byte[0], headers, ARRIVAL).payload()).isEqualTo(json("{}"));
  }

  @Test
  void a_header_of_http_is_percent_encoded() {
    Map<String, String> headers =
        Map.of(
            "ce-specversion",
            "1.0",
            "ce-id",
            "1",
            "ce-source",
            "/s",
            "ce-type",
            "t",
            "ce-subject",
            "100%25 Euro %E2%82%AC %zz");
    assertThat(DECODER.decode("1".getBytes(UTF_8), headers, ARRIVAL).subject())
        .isEqualTo("100% Euro € %zz");
  }

  @Test
  void a_structured_cloud_event_keeps_its_form_beside_headers() {
    Map<String, String> headers =
        Map.of("ce-specversion", "1.0", "content-type", "application/cloudevents+json");
    byte[] body = EnvelopeBodies.cloudEvent("\"data\":1").getBytes(UTF_8);
    assertThat(DECODER.decode(body, headers, ARRIVAL).eventId()).isEqualTo("s#1");
  }

  @Test
  void raw_json_becomes_a_payload_by_a_mapping() throws Exception {
    EventEnvelope event =
        RAW.decode("abc".replace("abc", "[1]").getBytes(UTF_8), Map.of(), ARRIVAL);
    assertThat(event)
        .isEqualTo(
            new EventEnvelope(
                "080a9ed428559ef602668b4c00f114f1a11c3f6b02a435f0bdc154578e4d7f22",
                "shop.order",
                "shop",
                ARRIVAL,
                null,
                null,
                null,
                json("[1]"),
                Map.of()));
  }

  @Test
  void a_mapping_does_not_hide_a_broken_envelope() {
    UndecodableException refused =
        EnvelopeBodies.refusal(RAW, "{\"event_id\":\"e\",\"payload\":1}".getBytes(UTF_8));
    assertThat(refused.code()).isEqualTo("required");
    assertThat(refused).hasMessageContaining("/type, /source, /occurred_at");
  }

  @Test
  void a_byte_order_mark_of_utf_8_is_skipped() {
    assertThat(decode("\uFEFF" + EnvelopeBodies.FULL).eventId()).isEqualTo("e-1");
  }

  @Test
  void text_beyond_ascii_and_a_genuine_replacement_character_are_kept() {
    String text = "Grüße 📦 \uFFFD";
    assertThat(decode(EnvelopeBodies.withPayload("\"" + text + "\"")).payload().asText())
        .isEqualTo(text);
  }

  @Test
  void a_pair_of_surrogates_may_be_escaped() throws Exception {
    String escaped = "{\"\\ud83d\\udce6\":\"\\ud83d\\udce6\"}";
    assertThat(decode(EnvelopeBodies.withPayload(escaped)).payload())
        .isEqualTo(json("{\"📦\":\"📦\"}"));
  }

  @Test
  void limits_are_inclusive() {
    assertThat(decode(EnvelopeBodies.ofSize(EnvelopeLimits.DEFAULT.bytes())).eventId())
        .isEqualTo("e");
    assertThat(decode(EnvelopeBodies.withPayload(EnvelopeBodies.nested(999))).eventId())
        .isEqualTo("e");
    assertThat(decode(EnvelopeBodies.withPayload("9".repeat(1_000))).payload().isBigInteger())
        .isTrue();
    assertThat(decode(EnvelopeBodies.withId("i".repeat(1_024))).eventId()).hasSize(1_024);
    assertThat(decode(EnvelopeBodies.withId("i".repeat(256))).eventId()).hasSize(256);
  }

  @Test
  void the_deepest_raw_value_can_be_written_and_read_as_an_envelope() {
    EventEnvelope event = RAW.decode(EnvelopeBodies.nested(999).getBytes(UTF_8), Map.of(), ARRIVAL);
    assertThat(DECODER.decode(EnvelopeJson.write(event), Map.of(), ARRIVAL)).isEqualTo(event);
  }
}
