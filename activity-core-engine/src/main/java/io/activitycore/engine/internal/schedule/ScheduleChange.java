package io.activitycore.engine.internal.schedule;

/**
 * A difference between the definitions and Temporal's schedules.
 *
 * @param what to do, or done
 * @param activityId whose schedule
 * @param detail in a few words
 */
public record ScheduleChange(What what, String activityId, String detail) {

  /** What is done to a schedule. */
  public enum What {
    /** It is not there. */
    CREATE,
    /** It differs. */
    UPDATE,
    /** Its definition is gone. */
    DELETE
  }
}
