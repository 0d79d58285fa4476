package io.activitycore.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** The native form of an envelope: one JSON object, snake_case, absent where null. Thread-safe. */
public final class EnvelopeJson {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  private EnvelopeJson() {}

  /** The envelope as UTF-8 bytes. */
  public static byte[] write(EventEnvelope event) {
    try {
      return MAPPER.writeValueAsBytes(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an envelope is always JSON", e);
    }
  }

  /** The envelope as a tree; what the name {@code event} gives in expressions. */
  public static JsonNode tree(EventEnvelope event) {
    return MAPPER.valueToTree(event);
  }
}
