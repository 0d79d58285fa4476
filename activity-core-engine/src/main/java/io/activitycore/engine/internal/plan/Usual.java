package io.activitycore.engine.internal.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a plan leaves out, because most nodes have it: a plan stands in the history of each of its
 * runs. Part of the wire type: a definition's defaults may change, these may not.
 */
final class Usual {

  static final Step.Retry RETRY = new Step.Retry(Duration.ofSeconds(1), 2.0, null, 5, List.of());

  static final Step.Timeouts TIMEOUTS = new Step.Timeouts(Duration.ofMinutes(1), null, null, null);

  static final Step.OnFailure ON_FAILURE = Step.OnFailure.FAIL;

  static final PlanEdge.Type EDGE = PlanEdge.Type.SEQUENCE;

  /** As Jackson's filters work: what equals this is left out. */
  @Override
  @SuppressWarnings("EqualsUnsafeCast")
  public boolean equals(@Nullable Object value) {
    return value == null
        || value == ON_FAILURE
        || value == EDGE
        || RETRY.equals(value)
        || TIMEOUTS.equals(value)
        || (value instanceof ObjectNode object && object.isEmpty());
  }

  @Override
  public int hashCode() {
    return 0;
  }
}
