package io.activitycore.definition;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.activitycore.constraint.NodeName;
import io.activitycore.internal.Constraints;
import io.activitycore.internal.Default;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/**
 * An arrow of the graph.
 *
 * @param from the node it leaves; absent for the start edge, and only there
 * @param to the node it reaches
 * @param type when it is taken; default sequence
 */
public record Edge(
    @NodeName @Nullable String from,
    @NotNull @NodeName String to,
    @NotNull @Default("sequence") Type type) {

  /** Checks. */
  public Edge {
    Constraints.on(Edge.class, from, to, type)
        .rule(
            (from == null) == (type == Type.START),
            "/from",
            "start_edge",
            type == Type.START
                ? "a start edge comes from nowhere: leave from out"
                : "is required for an edge of type " + type.wireName())
        .done();
  }

  /** The edge that leads to the first node. */
  public static Edge start(String to) {
    return new Edge(null, to, Type.START);
  }

  /** A sequence edge. */
  public static Edge of(String from, String to) {
    return new Edge(from, to, Type.SEQUENCE);
  }

  /** An edge of any type but start. */
  public static Edge of(String from, String to, Type type) {
    return new Edge(from, to, type);
  }

  /** When an edge is taken. */
  public enum Type {
    /** At the beginning. */
    @JsonProperty("start")
    START,
    /** When its source succeeded. */
    @JsonProperty("sequence")
    SEQUENCE,
    /** When its source, a condition, gave true. */
    @JsonProperty("true_branch")
    TRUE_BRANCH,
    /** When its source, a condition, gave false. */
    @JsonProperty("false_branch")
    FALSE_BRANCH,
    /** Whether its source succeeded or failed. */
    @JsonProperty("always")
    ALWAYS,
    /** Like sequence; says that its branches run side by side. */
    @JsonProperty("parallel")
    PARALLEL;

    /** As written in a definition. */
    public String wireName() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
