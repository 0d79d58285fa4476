package io.activitycore.engine.internal.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.engine.internal.plan.StartVariables;
import io.activitycore.engine.internal.task.TaskHeader;
import io.activitycore.event.EnvelopeJson;
import io.activitycore.event.EventEnvelope;
import io.activitycore.internal.CanonicalJson;
import io.activitycore.run.RunKey;
import io.activitycore.spi.StoredDefinition;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The second argument of {@code RunActivity}: what started the run and which version it follows. A
 * wire type: read leniently.
 *
 * @param kind {@code event}, {@code manual}, {@code schedule}, {@code run} (started by another run)
 *     or {@code key} (a long-lived run, which takes events)
 * @param tenant the tenant
 * @param activityId the activity
 * @param occurrence the event id; the key of a run by hand; the tick, empty until the run has asked
 *     Temporal for it, with a part of its own after {@code ~} when it was forced; the node that
 *     started a child; the correlation key of a long-lived run
 * @param version the version that routing picked; 0 where prepare is to take the current one
 * @param definitionHash that version's hash
 * @param bodyHash hash of what started it
 * @param event the envelope, or null
 * @param payload a manual run's payload, or null
 * @param depth how many runs started one another before this one; null is 0
 * @param redrive what an earlier generation of this run left, or null
 * @param within the long-lived run that takes this event, or null
 * @param window of a scheduled run that does the work of several ticks: {@code from}, {@code to};
 *     else null
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
    @JsonProperty("payload") @Nullable JsonNode payload,
    @JsonProperty("depth") @Nullable Integer depth,
    @JsonProperty("redrive") @Nullable Redrive redrive,
    @JsonProperty("within") @Nullable Within within,
    @JsonProperty("window") @Nullable JsonNode window) {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  /**
   * What a run goes on from when it is redriven.
   *
   * @param generation 2 for the first redrive
   * @param known results that count again, by the key of what gave them
   * @param fresh task instances that were undone and are done anew: the generation in which, by key
   */
  public record Redrive(
      @JsonProperty("generation") int generation,
      @JsonProperty("known") Map<String, JsonNode> known,
      @JsonProperty("fresh") Map<String, Integer> fresh) {}

  /**
   * The long-lived run that takes an event.
   *
   * @param workflowId its workflow id
   * @param state the last result of each node, by node
   */
  public record Within(
      @JsonProperty("workflow_id") String workflowId, @JsonProperty("state") JsonNode state) {}

  /** JSON's null, as it comes from the wire, is absence. */
  public RunTrigger {
    event = event == null || event.isNull() ? null : event;
    payload = payload == null || payload.isNull() ? null : payload;
    window = window == null || window.isNull() ? null : window;
    // A schedule's action says neither: no schedule pins a version.
    occurrence = occurrence == null ? "" : occurrence;
    definitionHash = definitionHash == null ? "" : definitionHash;
    bodyHash = bodyHash == null ? "" : bodyHash;
  }

  private static final String EVENT = "event";
  private static final String MANUAL = "manual";
  private static final String SCHEDULE = "schedule";
  private static final String CHILD = "run";

  /** Between a tick and what makes a forced run of it another one. */
  private static final char FORCED = '~';

  private static final String KEY = "key";

  /** Started by an event. */
  public static RunTrigger ofEvent(String tenant, StoredDefinition stored, EventEnvelope event) {
    return of(EVENT, tenant, stored.definition().id(), event.eventId())
        .following(stored.version(), stored.hash(), null)
        .carrying(EnvelopeJson.tree(event), null, bodyHash(event));
  }

  /** Started by hand. */
  public static RunTrigger manual(
      String tenant, StoredDefinition stored, String key, JsonNode payload) {
    return manual(tenant, stored.definition().id(), key, payload)
        .following(stored.version(), stored.hash(), null);
  }

  /** Started by hand, in the version that is current when it begins. */
  public static RunTrigger manual(String tenant, String activityId, String key, JsonNode payload) {
    return of(MANUAL, tenant, activityId, key)
        .carrying(null, payload, CanonicalJson.sha256(payload));
  }

  /** What a schedule's action says: the tick is known only to the run. */
  public static RunTrigger scheduled(String tenant, String activityId) {
    return of(SCHEDULE, tenant, activityId, "");
  }

  /** A tick that is run once more, whatever the ledger has. */
  public static RunTrigger forced(String tenant, String activityId, Instant tick, String key) {
    return of(SCHEDULE, tenant, activityId, tick.toString() + FORCED + key);
  }

  /** Started by another run's node. */
  static RunTrigger child(
      RunTrigger parent, JsonNode target, String activityId, String occurrence, JsonNode payload) {
    return of(CHILD, parent.tenant, activityId, occurrence)
        .following(target.path("version").asInt(), target.path("hash").asText(), null)
        .carrying(null, payload, CanonicalJson.sha256(payload))
        .deep(parent.started() + 1);
  }

  /** A long-lived run, which keeps the version that its first event was routed to. */
  public static RunTrigger ofKey(RunTrigger first, String key) {
    return of(KEY, first.tenant, first.activityId, key)
        .following(first.version, first.definitionHash, null);
  }

  /** What a task knows of the run that it is in; not the version. */
  static RunTrigger ofTask(String tenant, TaskHeader header, String workflowId) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    String id = header.taskInstanceId();
    String base = id.substring(0, id.lastIndexOf('/'));
    WorkflowIds.Occasion said =
        header.trigger() == null || header.occurrence() == null
            ? WorkflowIds.occasion(tenant, header.activityId(), base)
            : new WorkflowIds.Occasion(header.trigger(), header.occurrence());
    String trace = header.trace();
    return of(said.kind(), tenant, header.activityId(), said.occurrence())
        .carrying(trace == null ? null : json.objectNode().put("trace_id", trace), null, "")
        .going(null, new Within(workflowId, json.objectNode()));
  }

  /** Of no version, with nothing that came in. */
  private static RunTrigger of(String kind, String tenant, String activityId, String occurrence) {
    return new RunTrigger(
        kind, tenant, activityId, occurrence, 0, "", "", null, null, null, null, null, null);
  }

  private RunTrigger carrying(
      @Nullable JsonNode broughtEvent, @Nullable JsonNode broughtPayload, String hash) {
    return new RunTrigger(
        kind,
        tenant,
        activityId,
        occurrence,
        version,
        definitionHash,
        hash,
        broughtEvent,
        broughtPayload,
        depth,
        redrive,
        within,
        window);
  }

  private RunTrigger deep(int runs) {
    return new RunTrigger(
        kind,
        tenant,
        activityId,
        occurrence,
        version,
        definitionHash,
        bodyHash,
        event,
        payload,
        runs,
        redrive,
        within,
        window);
  }

  private RunTrigger going(@Nullable Redrive on, @Nullable Within longLived) {
    return new RunTrigger(
        kind,
        tenant,
        activityId,
        occurrence,
        version,
        definitionHash,
        bodyHash,
        event,
        payload,
        depth,
        on,
        longLived,
        window);
  }

  /** The same run once more. */
  public RunTrigger again(Redrive from) {
    return going(from, within);
  }

  /** An event in the hands of a long-lived run. */
  RunTrigger within(RunTrigger longLived, JsonNode state) {
    return following(longLived.version, longLived.definitionHash, window)
        .going(redrive, new Within(longLived.workflowId(), state));
  }

  /** The same for this tick. */
  public RunTrigger at(String tick) {
    return new RunTrigger(
        kind,
        tenant,
        activityId,
        tick,
        version,
        definitionHash,
        bodyHash,
        event,
        payload,
        depth,
        redrive,
        within,
        window);
  }

  /** The same, following this version. */
  RunTrigger following(int found, String hash, @Nullable JsonNode ticks) {
    return new RunTrigger(
        kind,
        tenant,
        activityId,
        occurrence,
        found,
        hash,
        bodyHash,
        event,
        payload,
        depth,
        redrive,
        within,
        ticks);
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

  /** The body hash that a trigger's JSON says; empty where it says none. */
  public static String bodyHashIn(JsonNode tree) {
    return tree.path("body_hash").asText();
  }

  /** The same without what came in, but for its trace: all that journal and finish need. */
  RunTrigger head() {
    String trace = trace();
    JsonNode traced =
        trace == null ? null : JsonNodeFactory.instance.objectNode().put("trace_id", trace);
    JsonNode none = JsonNodeFactory.instance.objectNode();
    return carrying(traced, null, bodyHash)
        .going(
            redrive == null ? null : new Redrive(redrive.generation, Map.of(), Map.of()),
            within == null ? null : new Within(within.workflowId, none));
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

  /** How many runs started one another before this one. */
  int started() {
    return depth == null ? 0 : depth;
  }

  /** Which time this run is driven: 1 unless it was redriven. */
  public int generation() {
    return redrive == null ? 1 : redrive.generation();
  }

  /** Whether it is a long-lived run. */
  public boolean isKey() {
    return kind.equals(KEY);
  }

  /** Whether a clock started it. */
  public boolean isScheduled() {
    return kind.equals(SCHEDULE);
  }

  /** Whether it is a scheduled run that has not asked for its tick yet. */
  public boolean isWithoutTick() {
    return isScheduled() && occurrence.isEmpty();
  }

  /** Whether somebody wants this tick run whatever the ledger has. */
  boolean isForced() {
    return isScheduled() && occurrence.indexOf(FORCED) >= 0;
  }

  /** Whether prepare is to take the current version. */
  boolean isWithoutVersion() {
    return version == 0;
  }

  /** The tick of a scheduled run. */
  Instant scheduledFor() {
    int forced = occurrence.indexOf(FORCED);
    return Instant.parse(forced < 0 ? occurrence : occurrence.substring(0, forced));
  }

  /** Temporal's workflow id of the run. */
  public String workflowId() {
    if (within != null) {
      return within.workflowId();
    }
    return generation() == 1 ? baseId() : baseId() + "~r" + generation();
  }

  /** What the ids of its task instances begin with: the same in every generation. */
  public String baseId() {
    return switch (kind) {
      case MANUAL -> WorkflowIds.forManual(tenant, activityId, occurrence);
      case CHILD -> WorkflowIds.forChild(tenant, activityId, occurrence);
      case KEY -> WorkflowIds.forKey(tenant, activityId, occurrence);
      case SCHEDULE -> WorkflowIds.forTick(tenant, activityId, occurrence);
      default -> WorkflowIds.forEvent(tenant, activityId, occurrence);
    };
  }

  /** What decisions about it are filed under: the event id, or the key with what it is one of. */
  public String subjectId() {
    return switch (kind) {
      case MANUAL -> "manual-" + occurrence;
      case CHILD -> "run-" + occurrence;
      default -> occurrence;
    };
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
        startedBy(),
        workflowId(),
        activityId,
        version,
        within == null ? null : within.state());
  }

  private JsonNode startedBy() {
    return switch (kind) {
      case MANUAL -> StartVariables.byHand();
      case CHILD -> StartVariables.byRun();
      case SCHEDULE -> StartVariables.bySchedule(scheduledFor(), window);
      default -> StartVariables.byEvent();
    };
  }
}
