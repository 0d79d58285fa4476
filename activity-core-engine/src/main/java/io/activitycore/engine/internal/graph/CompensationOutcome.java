package io.activitycore.engine.internal.graph;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a compensation ended. */
public enum CompensationOutcome {
  /** The task is undone. */
  @JsonProperty("completed")
  COMPLETED,
  /** It failed for good: somebody has to look. */
  @JsonProperty("failed")
  FAILED,
  /** Its input needs what does not exist, so it was not tried. */
  @JsonProperty("compensation_impossible")
  COMPENSATION_IMPOSSIBLE
}
