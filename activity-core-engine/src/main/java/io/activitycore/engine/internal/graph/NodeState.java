package io.activitycore.engine.internal.graph;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.jspecify.annotations.Nullable;

/** Where a node is. Mutable; part of a {@link WalkState}. */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
final class NodeState {

  /** Which node's; in JSON it is the key. */
  transient String id = "";

  /** Of a task without {@code for_each}: where its instance stands; negative: it has none. */
  transient int task = WalkState.NONE;

  Status status = Status.PENDING;

  /** Incoming edges that are settled. */
  int arrived;

  /** Whether one of them was taken. */
  boolean taken;

  /** Of a completed node; a {@code for_each}'s stands in its items. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Nullable JsonNode result;

  /** Why it was skipped. */
  @Nullable String reason;

  /** Of a {@code for_each} that started. */
  @Nullable Items items;

  enum Status {
    @JsonProperty("pending")
    PENDING,
    @JsonProperty("running")
    RUNNING,
    @JsonProperty("completed")
    COMPLETED,
    @JsonProperty("failed")
    FAILED,
    @JsonProperty("skipped")
    SKIPPED;

    boolean ran() {
      return this == COMPLETED || this == FAILED;
    }
  }

  /** What expressions see under the node's name. */
  JsonNode value() {
    if (status != Status.COMPLETED) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (items != null) {
      return items.results;
    }
    return result == null ? JsonNodeFactory.instance.nullNode() : result;
  }

  /** The elements of a {@code for_each}. */
  @JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  static final class Items {

    /** The elements themselves; as many as {@link #results}. */
    ArrayNode elements = JsonNodeFactory.instance.arrayNode();

    /** In the elements' order; null where there is none yet, or none at all. */
    ArrayNode results = JsonNodeFactory.instance.arrayNode();

    /** The first element that was not started. */
    int next;

    int inFlight;

    /** Whether one failed so that no other may start. */
    boolean broken;

    /** The first that went wrong. */
    @Nullable NodeError error;

    boolean done(boolean cancelled) {
      return inFlight == 0 && (broken || cancelled || next == results.size());
    }
  }
}
