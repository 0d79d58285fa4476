package io.activitycore.engine.internal.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.activitycore.engine.internal.graph.Effect;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Where an execution stopped, for the one that goes on. A wire type, read leniently.
 *
 * @param plan the plan that is followed
 * @param walk the walk's state
 * @param open what was asked for and has not settled
 * @param timers when those of it that are timers end, by key
 * @param waits those of it that are open in the store, by key
 * @param journal the journal's state
 * @param emitted what was published, for the audit
 * @param cancelRequested whether a cancel request has been seen
 * @param paused whether it is paused
 */
record CarriedRun(
    @JsonProperty("plan") JsonNode plan,
    @JsonProperty("walk") JsonNode walk,
    @JsonProperty("open") List<Effect.Pending> open,
    @JsonProperty("timers") Map<String, Instant> timers,
    @JsonProperty("waits") JsonNode waits,
    @JsonProperty("journal") JsonNode journal,
    @JsonProperty("emitted") List<Effect.EmitEvent> emitted,
    @JsonProperty("cancel_requested") boolean cancelRequested,
    @JsonProperty("paused") boolean paused) {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  @Nullable JsonNode wait(String key) {
    return waits.get(key);
  }

  @Nullable Instant timer(String key) {
    return timers.get(key);
  }

  JsonNode tree() {
    return MAPPER.valueToTree(this);
  }

  static CarriedRun of(JsonNode tree) {
    try {
      return MAPPER.treeToValue(tree, CarriedRun.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a carried run: " + e.getOriginalMessage(), e);
    }
  }

  /** A tree as text that is as short as can be: an execution's argument is limited to 2 MiB. */
  static String pack(JsonNode tree) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      MAPPER.writeValue(zip, tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  /** Reads it back. */
  static JsonNode unpack(String packed) {
    byte[] bytes = Base64.getDecoder().decode(packed);
    try (GZIPInputStream zip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return MAPPER.readTree(zip);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
