package io.activitycore.engine.internal.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.EventTrigger;
import io.activitycore.internal.CanonicalJson;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a run decided to do, made once by prepare, recorded, then followed. A wire type: snake_case,
 * and what a newer writer added is ignored. The event is not in it; the run has it. Immutable.
 *
 * @param interpreter which rules the walk follows; {@link #INTERPRETER} today
 * @param activityId the definition
 * @param version the definition's version
 * @param definitionHash the definition's hash; empty where the run's input has it, see {@link
 *     #recorded}
 * @param taskQueue of every task that names no other
 * @param graphHash SHA-256 over nodes and edges, in hex: the same for every run of a version
 * @param context the context snapshot, by entry
 * @param contextHash SHA-256 over the snapshot's canonical form, in hex; worked out where it was
 *     not recorded
 * @param start the first node
 * @param nodes in the definition's order
 * @param edges in the definition's order, routes last
 * @param local task types whose handlers are called in the run's own worker
 * @param completeWhen of a long-lived run: an expression that says after an event whether it is
 *     over; null: never
 * @param upgrades of a long-lived run: whether it takes over the current version when it goes on in
 *     a new execution
 * @param window of a scheduled run that does the work of several ticks: {@code from}, which is
 *     before its first tick or at the last one done, and {@code to}, its last; null for other runs
 */
public record Plan(
    int interpreter,
    String activityId,
    int version,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String definitionHash,
    String taskQueue,
    String graphHash,
    SortedMap<String, JsonNode> context,
    String contextHash,
    String start,
    List<Step> nodes,
    List<PlanEdge> edges,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedSet<String> local,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String completeWhen,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean upgrades,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode window) {

  /** The rules that this release plans for. */
  public static final int INTERPRETER = 1;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** Copies. */
  public Plan {
    context = Collections.unmodifiableSortedMap(new TreeMap<>(context));
    definitionHash = Objects.requireNonNullElse(definitionHash, "");
    contextHash = Objects.requireNonNullElse(contextHash, "");
    nodes = List.copyOf(nodes);
    edges = List.copyOf(edges);
    // Absent in what an earlier release has written.
    SortedSet<String> given = local == null ? new TreeSet<>() : new TreeSet<>(local);
    local = Collections.unmodifiableSortedSet(given);
  }

  @Override
  public String contextHash() {
    return contextHash.isEmpty() ? hash(context) : contextHash;
  }

  /**
   * A plan's tree as the run records it, where each byte stands in a history for as long as that is
   * kept: without the context's hash, if whoever reads it back works out the same from the context.
   *
   * @param known whether the run's input has the definition's hash: then it is left out too
   */
  public static JsonNode recorded(JsonNode tree, boolean known) {
    ObjectNode recorded = JsonNodeFactory.instance.objectNode().setAll((ObjectNode) tree);
    if (known) {
      recorded.remove("definition_hash");
    }
    if (readBack(recorded.path("context")).equals(recorded.path("context_hash").asText())) {
      recorded.remove("context_hash");
    }
    return recorded;
  }

  /** A decimal may lose digits on its way. */
  private static String readBack(JsonNode context) {
    try {
      return CanonicalJson.sha256(MAPPER.readTree(MAPPER.writeValueAsString(context)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was a tree is written and read again", e);
    }
  }

  /** A plan without context. */
  static Plan of(
      ActivityDefinition definition,
      int version,
      String hash,
      String start,
      List<Step> nodes,
      List<PlanEdge> edges) {
    ObjectNode graph = JsonNodeFactory.instance.objectNode().put("start", start);
    graph.set("nodes", MAPPER.valueToTree(nodes.toArray(new Step[0])));
    graph.set("edges", MAPPER.valueToTree(edges));
    return new Plan(
        INTERPRETER,
        definition.id(),
        version,
        hash,
        definition.taskQueue(),
        CanonicalJson.sha256(graph),
        new TreeMap<>(),
        hash(Map.of()),
        start,
        nodes,
        edges,
        new TreeSet<>(),
        completeWhen(definition),
        upgrades(definition),
        null);
  }

  private static @Nullable String completeWhen(ActivityDefinition definition) {
    EventTrigger event = definition.trigger().event();
    return event == null ? null : event.completeWhen();
  }

  private static boolean upgrades(ActivityDefinition definition) {
    EventTrigger event = definition.trigger().event();
    return event != null && event.upgrade() == EventTrigger.Upgrade.ON_CONTINUE;
  }

  /** The same, some of whose task types have local handlers. */
  public Plan withLocal(SortedSet<String> types) {
    return new Plan(
        interpreter,
        activityId,
        version,
        definitionHash,
        taskQueue,
        graphHash,
        context,
        contextHash,
        start,
        nodes,
        edges,
        types,
        completeWhen,
        upgrades,
        window);
  }

  /** The same for a window of ticks, or none. */
  public Plan withWindow(@Nullable JsonNode ticks) {
    return new Plan(
        interpreter,
        activityId,
        version,
        definitionHash,
        taskQueue,
        graphHash,
        context,
        contextHash,
        start,
        nodes,
        edges,
        local,
        completeWhen,
        upgrades,
        ticks);
  }

  /** The same with a context snapshot. */
  public Plan with(Map<String, JsonNode> snapshot) {
    return new Plan(
        interpreter,
        activityId,
        version,
        definitionHash,
        taskQueue,
        graphHash,
        new TreeMap<>(snapshot),
        hash(snapshot),
        start,
        nodes,
        edges,
        local,
        completeWhen,
        upgrades,
        window);
  }

  private static String hash(Map<String, JsonNode> context) {
    return CanonicalJson.sha256(JsonNodeFactory.instance.objectNode().setAll(context));
  }

  /** How many bytes of UTF-8 a plan's tree is; this counts against the limit of 512 KiB. */
  public static int size(JsonNode tree) {
    try {
      return MAPPER.writeValueAsBytes(tree).length;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a plan is always JSON", e);
    }
  }

  /** The plan as a tree. */
  public JsonNode tree() {
    return MAPPER.valueToTree(this);
  }

  /**
   * Reads a plan.
   *
   * @throws IllegalArgumentException when the tree is none
   */
  public static Plan of(JsonNode tree) {
    try {
      return MAPPER.treeToValue(tree, Plan.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a plan: " + e.getOriginalMessage(), e);
    }
  }
}
