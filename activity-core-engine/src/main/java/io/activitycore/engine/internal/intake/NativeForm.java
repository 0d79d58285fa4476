package io.activitycore.engine.internal.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.event.EventEnvelope;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The library's own form: the envelope's properties as they are called. */
final class NativeForm {

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

  private NativeForm() {}

  /** An object with two of these three means to be an envelope, even a broken one. */
  static boolean fits(ObjectNode object) {
    boolean id = object.has("event_id");
    boolean time = object.has("occurred_at");
    return (id && time) || ((id || time) && object.has("payload"));
  }

  static EventEnvelope read(ObjectNode object, Instant arrival) {
    Fields fields = new Fields("a native envelope", object);
    String eventId = fields.requiredText("event_id");
    String type = fields.requiredText("type");
    String source = fields.requiredText("source");
    String time = fields.requiredText("occurred_at");
    Instant occurredAt = fields.time("occurred_at", time, arrival);
    JsonNode payload = fields.required("payload");
    @Nullable String subject = fields.optionalText("subject");
    @Nullable String traceId = fields.optionalText("trace_id");
    @Nullable String schemaVersion = fields.optionalTextOrInteger("schema_version");
    fields.check();
    int read = 5 + countPresent(subject, traceId, schemaVersion);
    return Fields.model(
        Map.of(),
        () ->
            new EventEnvelope(
                eventId,
                type,
                source,
                occurredAt,
                subject,
                traceId,
                schemaVersion,
                payload,
                object.size() == read ? Map.of() : fields.others(KNOWN)));
  }

  private static int countPresent(@Nullable String... values) {
    int present = 0;
    for (String value : values) {
      present += value == null ? 0 : 1;
    }
    return present;
  }
}
