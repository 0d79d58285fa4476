package io.activitycore.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one event for one definition, and why.
 *
 * @param tenant the tenant
 * @param eventId the event; for a rejected body without a readable id, its position at the broker
 * @param activityId the definition, or null where the decision is about the event alone
 * @param version the definition's version, 0 without one
 * @param kind what happened
 * @param reason why, in one line
 * @param workflowId the run that it led or belongs to, if any
 * @param at when it was decided
 */
public record Decision(
    String tenant,
    String eventId,
    @Nullable String activityId,
    int version,
    Kind kind,
    String reason,
    @Nullable String workflowId,
    Instant at) {

  /** What happened. */
  public enum Kind {
    /** A run was started. */
    STARTED,
    /** The run exists already; nothing was started. */
    DUPLICATE,
    /** The type fits, but the source, the filters or {@code where} do not. */
    FILTERED,
    /** The definition is disabled: its event was dropped. */
    DISABLED,
    /** The definition is disabled: its event is kept until it is enabled. */
    PARKED,
    /** No definition has this type. */
    UNMATCHED,
    /** The event can never be handled, or came too late or twice: see the reason. */
    REJECTED,
    /** The event went to a run that was there, or waited for it. */
    SIGNALLED,
    /** The event was the reply that a task of a run waited for. */
    REPLIED,
    /** It came too late: the run does not wait for it any more. */
    EXPIRED,
    /** The tick is in the window of a run that completed: nothing was done. */
    COVERED
  }
}
