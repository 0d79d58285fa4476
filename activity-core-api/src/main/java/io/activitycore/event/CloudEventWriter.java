package io.activitycore.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.internal.Traceparent;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes CloudEvents 1.0. An id that intake made of a CloudEvent's source and id is taken apart
 * again, so that what came in as a CloudEvent leaves under its own id.
 */
final class CloudEventWriter {

  private static final JsonMapper MAPPER = new JsonMapper();

  private static final String JSON = "application/json";

  private static final String DATA_CONTENT_TYPE = "datacontenttype";

  /** Attribute names by the specification. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+");

  /** RFC 3986: unreserved, reserved, and the sign of an escape. */
  private static final String URI_CHARACTERS = "-._~:/?#[]@!$&'()*+,;=%";

  private CloudEventWriter() {}

  static EncodedEvent structured(EventEnvelope event) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    attributes(event).forEach(object::set);
    if (isJson(event)) {
      object.set("data", event.payload());
    } else {
      object.set("data_base64", event.payload());
    }
    return new EncodedEvent(bytes(object), "application/cloudevents+json; charset=UTF-8", Map.of());
  }

  static EncodedEvent binary(EventEnvelope event) {
    Map<String, String> texts = new TreeMap<>();
    attributes(event).forEach((name, value) -> texts.put(name, value.asText()));
    String contentType = texts.getOrDefault(DATA_CONTENT_TYPE, JSON);
    texts.remove(DATA_CONTENT_TYPE);
    byte[] body =
        isJson(event)
            ? bytes(event.payload())
            : Base64.getDecoder().decode(event.payload().textValue());
    return new EncodedEvent(body, contentType, texts);
  }

  private static SortedMap<String, JsonNode> attributes(EventEnvelope event) {
    SortedMap<String, JsonNode> attributes = new TreeMap<>();
    event
        .extensions()
        .forEach(
            (name, value) -> {
              if (NAME.matcher(name).matches() && !value.isNull()) {
                attributes.put(name, scalar(value));
              }
            });
    attributes.putIfAbsent(DATA_CONTENT_TYPE, text(JSON));
    attributes.put("specversion", text("1.0"));
    attributes.put("id", text(id(event)));
    attributes.put("type", text(event.type()));
    attributes.put("source", text(uriReference(event.source())));
    attributes.put("time", text(event.occurredAt().toString()));
    put(attributes, "subject", event.subject());
    String trace = event.traceId();
    boolean w3c = Traceparent.of(trace).isPresent();
    put(attributes, w3c ? "traceparent" : "traceid", trace);
    String schema = event.schemaVersion();
    put(attributes, isAbsoluteUri(schema) ? "dataschema" : "schemaversion", schema);
    return attributes;
  }

  private static String id(EventEnvelope event) {
    String source = event.source();
    boolean escaped = source.contains("#") || source.contains("%23") || source.contains("%25");
    String prefix = (escaped ? source.replace("%", "%25").replace("#", "%23") : source) + '#';
    String id = event.eventId();
    return id.startsWith(prefix) && id.length() > prefix.length()
        ? id.substring(prefix.length())
        : id;
  }

  private static void put(Map<String, JsonNode> attributes, String name, @Nullable String value) {
    if (value != null) {
      attributes.put(name, text(value));
    }
  }

  /** Attributes are strings, integers and booleans. */
  private static JsonNode scalar(JsonNode value) {
    return value.isTextual() || value.isInt() || value.isBoolean() ? value : text(value.toString());
  }

  private static JsonNode text(String value) {
    return JsonNodeFactory.instance.textNode(value);
  }

  private static String uriReference(String source) {
    try {
      return new URI(source).toASCIIString();
    } catch (URISyntaxException e) {
      return PercentCode.encode(
          source,
          c -> Character.isLetterOrDigit(c) || (URI_CHARACTERS.indexOf(c) >= 0 && c != '%'));
    }
  }

  private static boolean isAbsoluteUri(@Nullable String text) {
    try {
      return text != null && new URI(text).isAbsolute();
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Data that is not JSON is a payload of base64, beside its content type. */
  private static boolean isJson(EventEnvelope event) {
    JsonNode contentType = event.extensions().get(DATA_CONTENT_TYPE);
    if (contentType == null || !event.payload().isTextual()) {
      return true;
    }
    String type = contentType.asText().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return type.endsWith("/json") || type.endsWith("+json") || !isBase64(event.payload());
  }

  private static boolean isBase64(JsonNode payload) {
    try {
      String text = payload.textValue();
      return text.isEmpty() || Base64.getDecoder().decode(text).length > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static byte[] bytes(JsonNode value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is always JSON", e);
    }
  }
}
