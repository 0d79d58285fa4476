package io.activitycore.engine.internal.graph;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.run.RunOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that changes while a plan is walked, as one value that can be written as JSON and read back:
 * a walk made of what was read goes on where the other stood. Mutable; it belongs to one {@link
 * Walk}.
 */
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.ANY,
    getterVisibility = JsonAutoDetect.Visibility.NONE)
@JsonInclude(JsonInclude.Include.NON_NULL)
public final class WalkState {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  Phase phase = Phase.NEW;

  /** How the run will end; null while that is open. */
  @Nullable RunOutcome outcome;

  @Nullable String reason;

  boolean cancelled;

  /** Nodes that are RUNNING. */
  int running;

  /**
   * Nodes that an edge has reached, by id, in the order reached: a look-up must not cost more in a
   * large graph.
   */
  final Map<String, NodeState> nodes = new LinkedHashMap<>();

  /** Nodes in the order started, without hidden ones. */
  final List<String> order = new ArrayList<>();

  /** By key, in the order started. */
  final Map<String, TaskInstance> tasks = new LinkedHashMap<>();

  final SortedMap<String, NodeError> errors = new TreeMap<>();

  /** Keys of the tasks that may have to be undone, in the order settled. */
  final List<String> undo = new ArrayList<>();

  /** The task that is being undone. */
  @Nullable String undoing;

  final List<WalkRecord.Compensation> compensations = new ArrayList<>();

  /** A new walk's. */
  public WalkState() {}

  /** Where a walk is. */
  enum Phase {
    /** Not begun. */
    @JsonProperty("new")
    NEW,
    /** Nodes start as their edges allow. */
    @JsonProperty("running")
    RUNNING,
    /** An {@code end} was reached: what runs settles; a failure still counts. */
    @JsonProperty("ending")
    ENDING,
    /** A node failed for good: what runs settles, then {@code always} edges are followed. */
    @JsonProperty("failing")
    FAILING,
    /** {@code always} edges are followed. */
    @JsonProperty("cleaning")
    CLEANING,
    /** What runs settles, and nothing can change the outcome. */
    @JsonProperty("settling")
    SETTLING,
    /** What was done is undone. */
    @JsonProperty("compensating")
    COMPENSATING,
    /** Over. */
    @JsonProperty("finished")
    FINISHED
  }

  NodeState node(String id) {
    NodeState node = nodes.get(id);
    if (node == null) {
      node = new NodeState();
      nodes.put(id, node);
    }
    return node;
  }

  /** What expressions see under a node's name. */
  JsonNode value(String id) {
    NodeState node = nodes.get(id);
    return node == null ? JsonNodeFactory.instance.objectNode() : node.value();
  }

  /** What a completed task instance gave. */
  JsonNode result(TaskInstance instance) {
    NodeState node = node(instance.node());
    if (instance.index() != null && node.items != null) {
      return node.items.results.path(instance.index());
    }
    return node.value();
  }

  /** The state as JSON. */
  public JsonNode tree() {
    return MAPPER.valueToTree(this);
  }

  /**
   * Reads a state.
   *
   * @throws IllegalArgumentException when the tree is none
   */
  public static WalkState of(JsonNode tree) {
    try {
      return MAPPER.treeToValue(tree, WalkState.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a walk's state: " + e.getOriginalMessage(), e);
    }
  }
}
