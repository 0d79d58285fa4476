package io.activitycore.engine.internal.run;

import io.temporal.common.SearchAttributeKey;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.time.OffsetDateTime;

/** The tick for which Temporal started a workflow: the server writes it at the start. */
final class ScheduledTick {

  private static final SearchAttributeKey<OffsetDateTime> SCHEDULED_FOR =
      SearchAttributeKey.forOffsetDateTime("TemporalScheduledStartTime");

  private ScheduledTick() {}

  /** In RFC 3339, as it stands at the end of the workflow's id. */
  static String ofThisWorkflow() {
    OffsetDateTime tick = Workflow.getTypedSearchAttributes().get(SCHEDULED_FOR);
    if (tick == null) {
      throw ApplicationFailure.newNonRetryableFailure(
          "no schedule started this workflow: it has no " + SCHEDULED_FOR.getName(),
          "NotScheduled");
    }
    return tick.toInstant().toString();
  }
}
