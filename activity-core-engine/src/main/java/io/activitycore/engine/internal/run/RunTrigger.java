package io.activitycore.engine.internal.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.engine.internal.plan.StartVariables;
import io.activitycore.event.EnvelopeJson;
import io.activitycore.event.EventEnvelope;
import io.activitycore.internal.CanonicalJson;
import io.activitycore.run.RunKey;
import io.activitycore.spi.StoredDefinition;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The second argument of {@code RunActivity}: what started the run and which version it follows. A
 * wire type: read leniently.
 *
 * @param kind {@code event} or {@code manual}
 * @param tenant the tenant
 * @param activityId the activity
 * @param occurrence the event id, or the manual key
 * @param version the version that routing picked
 * @param definitionHash that version's hash
 * @param bodyHash hash of what started it
 * @param event the envelope, or null
 * @param payload a manual run's payload, or null
 */
public record RunTrigger(
    @JsonProperty("kind") String kind,
    @JsonProperty("tenant") String tenant,
    @JsonProperty("activity_id") String activityId,
    @JsonProperty("occurrence") String occurrence,
    @JsonProperty("version") int version,
    @JsonProperty("definition_hash") String definitionHash,
    @JsonProperty("body_hash") String bodyHash,
    @JsonProperty("event") @Nullable JsonNode event,
    @JsonProperty("payload") @Nullable JsonNode payload) {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** JSON's null, as it comes from the wire, is absence. */
  public RunTrigger {
    event = event == null || event.isNull() ? null : event;
    payload = payload == null || payload.isNull() ? null : payload;
  }

  private static final String EVENT = "event";
  private static final String MANUAL = "manual";

  /** Started by an event. */
  public static RunTrigger ofEvent(String tenant, StoredDefinition stored, EventEnvelope event) {
    return new RunTrigger(
        EVENT,
        tenant,
        stored.definition().id(),
        event.eventId(),
        stored.version(),
        stored.hash(),
        bodyHash(event),
        EnvelopeJson.tree(event),
        null);
  }

  /** Started by hand. */
  public static RunTrigger manual(
      String tenant, StoredDefinition stored, String key, JsonNode payload) {
    return new RunTrigger(
        MANUAL,
        tenant,
        stored.definition().id(),
        key,
        stored.version(),
        stored.hash(),
        CanonicalJson.sha256(payload),
        null,
        payload);
  }

  /** Reads it back. */
  public static RunTrigger fromJson(JsonNode tree) {
    try {
      return MAPPER.treeToValue(tree, RunTrigger.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "not a trigger of RunActivity: " + e.getOriginalMessage(), e);
    }
  }

  /** The same without what came in, but for its trace: all that finish needs. */
  RunTrigger head() {
    String trace = trace();
    return new RunTrigger(
        kind,
        tenant,
        activityId,
        occurrence,
        version,
        definitionHash,
        bodyHash,
        trace == null ? null : JsonNodeFactory.instance.objectNode().put("trace_id", trace),
        null);
  }

  /** As JSON. */
  public JsonNode toJson() {
    return MAPPER.valueToTree(this);
  }

  /**
   * What is compared when the same id comes again: all that a producer says, but not when it says
   * it.
   */
  private static String bodyHash(EventEnvelope event) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("type", event.type());
    body.put("source", event.source());
    body.put("subject", event.subject());
    body.set("payload", event.payload());
    return CanonicalJson.sha256(body);
  }

  /** Temporal's workflow id of the run. */
  public String workflowId() {
    return kind.equals(MANUAL)
        ? WorkflowIds.forManual(tenant, activityId, occurrence)
        : WorkflowIds.forEvent(tenant, activityId, occurrence);
  }

  /** What decisions about it are filed under: the event id, or the manual key with its prefix. */
  public String subjectId() {
    return kind.equals(MANUAL) ? "manual-" + occurrence : occurrence;
  }

  /** What makes the run single. */
  public RunKey key() {
    return new RunKey(tenant, activityId, subjectId());
  }

  /** The trace that the event brought. */
  public @Nullable String trace() {
    return event != null && event.hasNonNull("trace_id") ? event.get("trace_id").asText() : null;
  }

  /** What expressions may read before the context is resolved. */
  public Map<String, JsonNode> variables() {
    JsonNode none = JsonNodeFactory.instance.objectNode();
    return StartVariables.of(
        event == null ? none : event,
        event != null ? event.path("payload") : payload == null ? none : payload,
        kind.equals(MANUAL) ? StartVariables.byHand() : StartVariables.byEvent(),
        workflowId(),
        activityId,
        version);
  }
}
