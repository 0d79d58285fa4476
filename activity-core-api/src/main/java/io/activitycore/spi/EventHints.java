package io.activitycore.spi;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What bytes and headers tell about an event that may be no good one: for lists of dead letters.
 * Never for routing: nothing is checked.
 *
 * @param eventId the id as a run's key would have it (a CloudEvent's is {@code source#id}), if
 *     known
 * @param type the event type, if known
 */
public record EventHints(@Nullable String eventId, @Nullable String type) {

  private static final JsonFactory JSON = new JsonFactory();
  private static final List<String> BINARY = List.of("ce-", "ce_", "cloudevents:", "cloudevents_");

  /**
   * Looks at headers and the top level of a JSON body; never throws.
   *
   * @param body the bytes, a native envelope, a CloudEvent in either mode, or anything
   * @param headers the headers
   */
  public static EventHints of(byte[] body, Map<String, String> headers) {
    Map<String, String> binary = attributes(headers);
    if (binary.containsKey("id") && binary.containsKey("type")) {
      return cloudEvent(binary);
    }
    Map<String, String> found = topLevel(body);
    return found.containsKey("specversion")
        ? cloudEvent(found)
        : new EventHints(
            found.getOrDefault("event_id", headers.get("Activity-Event-Id")),
            found.getOrDefault("type", headers.get("Activity-Event-Type")));
  }

  private static EventHints cloudEvent(Map<String, String> attributes) {
    String id = attributes.get("id");
    String source = attributes.get("source");
    String eventId = id == null || source == null ? id : source + "#" + id;
    return new EventHints(eventId, attributes.get("type"));
  }

  private static Map<String, String> attributes(Map<String, String> headers) {
    Map<String, String> found = new HashMap<>();
    new TreeMap<>(headers)
        .forEach(
            (name, value) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              BINARY.stream()
                  .filter(lower::startsWith)
                  .findFirst()
                  .ifPresent(prefix -> found.putIfAbsent(lower.substring(prefix.length()), value));
            });
    return found;
  }

  /** The texts on the top level, as far as the body is JSON. */
  private static Map<String, String> topLevel(byte[] body) {
    Map<String, String> found = new HashMap<>();
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          if (parser.nextToken() == JsonToken.VALUE_STRING) {
            found.putIfAbsent(name, parser.getText());
          } else {
            parser.skipChildren();
          }
        }
      }
    } catch (IOException e) {
      return found; // not JSON, or not to its end: what was read is a hint all the same
    }
    return found;
  }
}
