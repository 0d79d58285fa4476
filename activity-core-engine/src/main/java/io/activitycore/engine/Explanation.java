package io.activitycore.engine;

import io.activitycore.run.Decision;
import java.util.List;

/**
 * Why something happened to an event, or did not.
 *
 * @param eventId the event
 * @param decisions all that was decided, oldest first; empty when the event was never seen here
 */
public record Explanation(String eventId, List<Decision> decisions) {

  /** Copies. */
  public Explanation {
    decisions = List.copyOf(decisions);
  }

  /** A line a decision. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("event ").append(eventId);
    if (decisions.isEmpty()) {
      text.append(": never seen here");
    }
    for (Decision decision : decisions) {
      text.append("\n  ")
          .append(decision.at())
          .append(' ')
          .append(decision.kind())
          .append(decision.activityId() == null ? "" : " " + decision.activityId())
          .append(": ")
          .append(decision.reason());
      if (decision.workflowId() != null) {
        text.append(" [").append(decision.workflowId()).append(']');
      }
    }
    return text.toString();
  }
}
