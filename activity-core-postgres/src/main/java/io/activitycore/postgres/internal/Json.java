package io.activitycore.postgres.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.activitycore.event.EnvelopeJson;
import io.activitycore.event.EventEnvelope;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Documents in columns of type json: they come back as they went in. Thread-safe. */
public final class Json {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Set<String> KNOWN =
      Set.of(
          "event_id",
          "type",
          "source",
          "occurred_at",
          "subject",
          "trace_id",
          "schema_version",
          "payload");

  private Json() {}

  /** A document's text; null stays null. */
  public static @Nullable String write(@Nullable JsonNode document) {
    return document == null ? null : document.toString();
  }

  /** A column's document. */
  public static JsonNode read(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a column of type json holds JSON", e);
    }
  }

  /** A column's document, or null. */
  public static @Nullable JsonNode readOrNull(@Nullable String text) {
    return text == null ? null : read(text);
  }

  static String write(EventEnvelope event) {
    return new String(EnvelopeJson.write(event), StandardCharsets.UTF_8);
  }

  static EventEnvelope envelope(String text) {
    JsonNode json = read(text);
    Map<String, JsonNode> extensions = new TreeMap<>();
    json.properties().stream()
        .filter(property -> !KNOWN.contains(property.getKey()))
        .forEach(property -> extensions.put(property.getKey(), property.getValue()));
    return new EventEnvelope(
        json.path("event_id").asText(),
        json.path("type").asText(),
        json.path("source").asText(),
        Instant.parse(json.path("occurred_at").asText()),
        text(json, "subject"),
        text(json, "trace_id"),
        text(json, "schema_version"),
        json.path("payload"),
        extensions);
  }

  private static @Nullable String text(JsonNode json, String name) {
    return json.hasNonNull(name) ? json.get(name).asText() : null;
  }
}
