package io.activitycore.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.engine.internal.control.Redrive;
import io.activitycore.engine.internal.control.RunControl;

/**
 * What operators do to runs. A run is named by its activity and its occurrence: the event id, or
 * {@code manual-} and the key. Thread-safe.
 *
 * <p>Every method throws {@link IllegalArgumentException} when there is no such run, {@link
 * IllegalStateException} when the run is not in a state for it, and {@link
 * io.activitycore.ActivityCoreException} when Temporal did not answer: then ask again.
 */
public final class Runs {

  private final RunControl control;
  private final Redrive redrive;

  Runs(RunControl control, Redrive redrive) {
    this.control = control;
    this.redrive = redrive;
  }

  /**
   * Where a run is: {@code phase}, {@code nodes} with their states, {@code waiting_for} with what
   * each open node waits for, {@code in_flight}, {@code queued}, {@code paused}, {@code
   * generation}. A worker of the run's queue must be up.
   */
  public JsonNode progress(String activityId, String occurrence) {
    return control.progress(activityId, occurrence);
  }

  /**
   * Lets a run start nothing more; what is in flight goes on, and time goes on too. Pausing twice
   * is harmless. A worker of the run's queue must be up.
   *
   * @return the progress
   */
  public JsonNode pause(String activityId, String occurrence) {
    return control.pause(activityId, occurrence);
  }

  /** Lets a paused run go on. Gives the progress. */
  public JsonNode resume(String activityId, String occurrence) {
    return control.resume(activityId, occurrence);
  }

  /**
   * Asks a run to stop: handlers learn it by their heartbeat, and what was done is compensated. The
   * run ends CANCELLED, unless its end was recorded before.
   */
  public void cancel(String activityId, String occurrence, String reason) {
    control.cancel(activityId, occurrence, reason);
  }

  /** Ends a run where it stands: nothing is compensated. */
  public void terminate(String activityId, String occurrence, String reason) {
    control.terminate(activityId, occurrence, reason);
  }

  /**
   * Runs a failed, cancelled, terminated or timed-out run again from where it stood: with its plan,
   * and with the results of what completed and was not undone. It is the same run in its next
   * generation: the event stays a duplicate.
   *
   * @return Temporal's workflow id of the generation
   */
  public String redrive(String activityId, String occurrence) {
    return redrive.redrive(activityId, occurrence);
  }
}
