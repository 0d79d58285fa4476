package io.activitycore.run;

/** How a run ended. */
public enum RunOutcome {
  /** As the definition meant it. */
  COMPLETED,
  /** A task failed, or an end node said so; completed tasks were compensated. */
  FAILED,
  /** Somebody asked; completed tasks were compensated. */
  CANCELLED,
  /** Stopped from outside, without compensation. */
  TERMINATED
}
