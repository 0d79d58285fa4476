package io.activitycore.engine.internal.graph;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a task instance ended. */
public enum TaskOutcome {
  /** Not yet. */
  @JsonProperty("running")
  RUNNING,
  /** With a result. */
  @JsonProperty("completed")
  COMPLETED,
  /** For certain without effect. */
  @JsonProperty("failed")
  FAILED,
  /** Failed, perhaps with effect: timed out, or cancelled in flight. */
  @JsonProperty("unknown")
  UNKNOWN
}
