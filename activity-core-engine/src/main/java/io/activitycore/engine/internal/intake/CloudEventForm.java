package io.activitycore.engine.internal.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.activitycore.engine.internal.intake.UndecodableException.Code;
import io.activitycore.event.EventEnvelope;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * CloudEvents 1.0, structured (one JSON object) and binary (attributes in headers, data in the
 * body). Data that is not JSON becomes a payload string, its bytes in base64.
 */
final class CloudEventForm {

  private static final String FORM = "a CloudEvent";

  /** All but the extensions; {@code specversion} must not travel on, it would change the form. */
  private static final Set<String> MAPPED =
      Set.of(
          "specversion",
          "id",
          "source",
          "type",
          "time",
          "subject",
          "data",
          "data_base64",
          "dataschema",
          "schemaversion",
          "traceparent",
          "traceid");

  /** What an extension must not be called: it would stand for a property of the envelope. */
  private static final Set<String> TAKEN =
      Set.of("event_id", "occurred_at", "trace_id", "schema_version", "payload");

  private static final Map<String, String> NAMES =
      Map.of(
          "/event_id",
          "/id (with the source: {source}#{id})",
          "/occurred_at",
          "/time",
          "/trace_id",
          "/traceparent",
          "/schema_version",
          "/dataschema",
          "/payload",
          "/data");

  private final EnvelopeLimits limits;
  private final StrictJson json;

  CloudEventForm(EnvelopeLimits limits, StrictJson json) {
    this.limits = limits;
    this.json = json;
  }

  static boolean fits(ObjectNode object) {
    return object.has("specversion");
  }

  EventEnvelope structured(ObjectNode object, Instant arrival) {
    return read(object, payload(object), arrival);
  }

  /** Binary mode: the attributes as an object of strings, {@code datacontenttype} among them. */
  EventEnvelope binary(ObjectNode attributes, byte[] body, Instant arrival) {
    return read(attributes, payload(attributes, body), arrival);
  }

  private static EventEnvelope read(ObjectNode object, JsonNode payload, Instant arrival) {
    Fields fields = new Fields(FORM, object);
    String version = fields.requiredText("specversion");
    if (fields.isText("specversion") && !version.equals("1.0")) {
      throw new UndecodableException(
          Code.UNSUPPORTED, "/specversion: expected \"1.0\", got \"" + version + "\"");
    }
    String id = nonEmpty(fields, "id");
    String type = nonEmpty(fields, "type");
    String source = nonEmpty(fields, "source");
    @Nullable String time = fields.optionalText("time");
    Instant occurredAt = time == null ? arrival : fields.time("time", time, arrival);
    @Nullable String subject = fields.optionalText("subject");
    @Nullable String traceId = either(fields, "traceparent", "traceid");
    @Nullable String schema = either(fields, "dataschema", "schemaversion");
    TAKEN.stream()
        .filter(object::has)
        .sorted()
        .forEach(name -> fields.wrong(name, "a name of the native envelope, expected another"));
    fields.check();
    return Fields.model(
        NAMES,
        () ->
            new EventEnvelope(
                eventId(source, id),
                type,
                source,
                occurredAt,
                subject,
                traceId,
                schema,
                payload,
                fields.others(MAPPED)));
  }

  /** What is no W3C trace or no URI travels in an attribute of ours. */
  private static @Nullable String either(Fields fields, String standard, String own) {
    String text = fields.optionalText(standard);
    String other = fields.optionalText(own);
    return text == null ? other : text;
  }

  private static String nonEmpty(Fields fields, String name) {
    String text = fields.requiredText(name);
    // Not left to the model: an empty id or source still gives an event id.
    if (text.isEmpty() && fields.isText(name)) {
      fields.wrong(name, "expected at least one character, got an empty string");
    }
    return text;
  }

  /**
   * {@code {source}#{id}}, with a {@code #} in the source written {@code %23}, so that no two pairs
   * give one id: {@code a#b} + {@code c} and {@code a} + {@code b#c} are different events. A source
   * that already has the look of such an escape has its {@code %} escaped, for the same reason.
   */
  static String eventId(String source, String id) {
    boolean escape = source.contains("#") || source.contains("%23") || source.contains("%25");
    String first = escape ? source.replace("%", "%25").replace("#", "%23") : source;
    return first + "#" + id;
  }

  private JsonNode payload(ObjectNode object) {
    JsonNode data = object.path("data");
    JsonNode base64 = object.path("data_base64");
    boolean hasData = !data.isMissingNode() && !data.isNull();
    if (base64.isMissingNode() || base64.isNull()) {
      return hasData ? data : nothing();
    }
    if (hasData) {
      throw new UndecodableException(
          Code.INVALID, "/data_base64: both data and data_base64 are there, expected one of them");
    }
    if (!base64.isTextual()) {
      throw new UndecodableException(
          Code.INVALID, "/data_base64: expected a string, got " + Fields.kind(base64));
    }
    return decoded(object, base64.textValue());
  }

  private JsonNode decoded(ObjectNode object, String base64) {
    byte[] data;
    try {
      data = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new UndecodableException(Code.INVALID, "/data_base64: not base64: " + e.getMessage());
    }
    try {
      return payload(object, data);
    } catch (UndecodableException e) {
      throw e.inside("/data_base64");
    }
  }

  private JsonNode payload(ObjectNode attributes, byte[] data) {
    if (data.length == 0) {
      return nothing();
    }
    if (!isJson(attributes.path("datacontenttype"))) {
      return TextNode.valueOf(Base64.getEncoder().encodeToString(data));
    }
    JsonNode payload = json.read(data);
    Depth.check(payload, limits.depth() - 1);
    return payload.isNull() ? nothing() : payload;
  }

  private static JsonNode nothing() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static boolean isJson(JsonNode contentType) {
    if (contentType.isMissingNode() || contentType.isNull()) {
      return true;
    }
    String type = contentType.asText().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return type.endsWith("/json") || type.endsWith("+json");
  }
}
