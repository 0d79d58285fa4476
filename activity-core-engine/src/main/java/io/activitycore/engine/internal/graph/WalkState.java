package io.activitycore.engine.internal.graph;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.run.RunOutcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
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
@JsonPropertyOrder({
  "phase",
  "outcome",
  "reason",
  "cancelled",
  "running",
  "nodes",
  "order",
  "tasks",
  "errors",
  "undo",
  "undoing",
  "compensations"
})
public final class WalkState {

  /** No place. */
  static final int NONE = -1;

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

  /** Nodes that an edge has reached, in the order reached. */
  private final transient List<NodeState> nodes = new ArrayList<>();

  /** The same by {@link Vertex#index}: a look-up must not cost more in a large graph. */
  private transient @Nullable NodeState[] byIndex = {};

  /** Nodes in the order started, without hidden ones. */
  final List<String> order = new ArrayList<>();

  /** In the order started. */
  private final transient List<TaskInstance> tasks = new ArrayList<>();

  /** Where the elements of a {@code for_each} stand, by key. */
  private final transient Map<String, Integer> elements = new HashMap<>();

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

  /** Makes what was read fit a program; once, before anything is looked up. */
  void follow(Program program) {
    byIndex = new NodeState[program.vertices().size()];
    for (NodeState node : nodes) {
      byIndex[program.vertex(node.id).index] = node;
    }
    for (int i = 0; i < tasks.size(); i++) {
      TaskInstance instance = tasks.get(i);
      place(program.vertex(instance.node()), instance, i);
    }
  }

  /** Nodes that an edge has reached, in the order reached. */
  List<NodeState> nodes() {
    return Collections.unmodifiableList(nodes);
  }

  NodeState node(Vertex vertex) {
    NodeState node = byIndex[vertex.index];
    return node == null ? reached(vertex) : node;
  }

  private NodeState reached(Vertex vertex) {
    NodeState node = new NodeState();
    node.id = vertex.id;
    nodes.add(node);
    byIndex[vertex.index] = node;
    return node;
  }

  /**
   * What expressions see under a node's name.
   *
   * @param index the node's
   */
  JsonNode value(int index) {
    NodeState node = byIndex[index];
    return node == null ? JsonNodeFactory.instance.objectNode() : node.value();
  }

  /** Task instances, in the order started. */
  List<TaskInstance> tasks() {
    return Collections.unmodifiableList(tasks);
  }

  TaskInstance task(int place) {
    return tasks.get(place);
  }

  /**
   * Where a task instance stands; negative: there is none of that key.
   *
   * @param vertex the node whose id is the key; null: none
   */
  int place(String key, @Nullable Vertex vertex) {
    if (vertex == null) {
      return elements.getOrDefault(key, NONE);
    }
    NodeState node = byIndex[vertex.index];
    return node == null ? NONE : node.task;
  }

  void started(Vertex vertex, TaskInstance instance) {
    place(vertex, instance, tasks.size());
    tasks.add(instance);
  }

  void settled(int place, TaskInstance instance) {
    tasks.set(place, instance);
  }

  private void place(Vertex vertex, TaskInstance instance, int place) {
    if (instance.index() == null) {
      node(vertex).task = place;
    } else {
      elements.put(instance.key(), place);
    }
  }

  /** What a completed task instance gave. */
  JsonNode result(Vertex vertex, TaskInstance instance) {
    NodeState node = node(vertex);
    if (instance.index() != null && node.items != null) {
      return node.items.results.path(instance.index());
    }
    return node.value();
  }

  @JsonProperty("nodes")
  Map<String, NodeState> nodesById() {
    Map<String, NodeState> byId = new LinkedHashMap<>();
    nodes.forEach(node -> byId.put(node.id, node));
    return byId;
  }

  @JsonProperty("nodes")
  void readNodes(Map<String, NodeState> byId) {
    byId.forEach(
        (id, node) -> {
          node.id = id;
          nodes.add(node);
        });
  }

  @JsonProperty("tasks")
  Map<String, TaskInstance> tasksByKey() {
    Map<String, TaskInstance> byKey = new LinkedHashMap<>();
    tasks.forEach(instance -> byKey.put(instance.key(), instance));
    return byKey;
  }

  @JsonProperty("tasks")
  void readTasks(Map<String, TaskInstance> byKey) {
    tasks.addAll(byKey.values());
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
