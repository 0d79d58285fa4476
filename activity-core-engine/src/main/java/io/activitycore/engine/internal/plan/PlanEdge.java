package io.activitycore.engine.internal.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;

/**
 * An arrow of a {@link Plan}.
 *
 * @param from the node it leaves
 * @param to the node it reaches
 * @param type when it is taken
 */
public record PlanEdge(
    String from,
    String to,
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Usual.class) Type type) {

  /** What is usual stands in no plan. */
  public PlanEdge {
    type = Objects.requireNonNullElse(type, Usual.EDGE);
  }

  /** When an edge is taken. */
  public enum Type {
    /** Its source succeeded. */
    @JsonProperty("sequence")
    SEQUENCE,
    /** Its source, a condition, gave true. */
    @JsonProperty("true_branch")
    TRUE_BRANCH,
    /** Its source, a condition, gave false. */
    @JsonProperty("false_branch")
    FALSE_BRANCH,
    /** Its source ran. */
    @JsonProperty("always")
    ALWAYS,
    /** Its source succeeded; it has brothers that run beside it. */
    @JsonProperty("parallel")
    PARALLEL,
    /** Its source failed. */
    @JsonProperty("route")
    ROUTE;

    /** Whether it leaves conditions only. */
    public boolean branch() {
      return this == TRUE_BRANCH || this == FALSE_BRANCH;
    }
  }
}
