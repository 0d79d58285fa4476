package io.activitycore.event;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.constraint.Identifier;
import io.activitycore.constraint.JsonPresent;
import io.activitycore.internal.Constraints;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One event, as it travels. Immutable; the payload tree must not be changed by whoever reads it.
 *
 * @param eventId unique by contract, over all sources; 1 to 1,024 bytes of UTF-8 without control
 *     characters
 * @param type what happened, such as {@code shop.order.placed}; an exact string, never a pattern
 * @param source who says so, such as {@code https://shop.example.com}
 * @param occurredAt when it happened
 * @param subject what it is about, within the source; optional
 * @param traceId trace to continue: a W3C {@code traceparent} or any id; optional
 * @param schemaVersion version of the payload's schema; optional
 * @param payload any JSON value but null
 * @param extensions properties that this library does not know: kept, published again, otherwise
 *     ignored
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventEnvelope(
    @JsonProperty("event_id") @NotNull @Identifier String eventId,
    @NotNull @Identifier String type,
    @NotNull @Identifier String source,
    @JsonProperty("occurred_at") @NotNull Instant occurredAt,
    @Identifier @Nullable String subject,
    @JsonProperty("trace_id") @Identifier @Nullable String traceId,
    @JsonProperty("schema_version") @Identifier @Nullable String schemaVersion,
    @NotNull @JsonPresent JsonNode payload,
    @JsonIgnore Map<String, JsonNode> extensions) {

  /**
   * Checks and copies.
   *
   * @throws jakarta.validation.ConstraintViolationException when a value breaks its rule
   */
  public EventEnvelope {
    // Some are made for every event and run, and Bean Validation costs microseconds: it is asked
    // only for what to say.
    if (isAbsent(eventId, type, source, occurredAt, payload)
        || !areIdentifiers(eventId, type, source, subject, traceId, schemaVersion)
        || !JsonPresent.Check.holds(payload)) {
      Constraints.check(
          EventEnvelope.class,
          eventId,
          type,
          source,
          occurredAt,
          subject,
          traceId,
          schemaVersion,
          payload,
          extensions);
    }
    extensions =
        extensions.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(extensions));
  }

  private static boolean isAbsent(@Nullable Object... required) {
    for (Object value : required) {
      if (value == null) {
        return true;
      }
    }
    return false;
  }

  private static boolean areIdentifiers(@Nullable String... values) {
    for (String value : values) {
      if (!Identifier.Check.holds(value)) {
        return false;
      }
    }
    return true;
  }

  /** The unknown properties, for Jackson: they are written beside the known ones. */
  @JsonAnyGetter
  public Map<String, JsonNode> extensionProperties() {
    return extensions;
  }
}
