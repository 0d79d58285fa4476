package io.activitycore.postgres.internal;

import io.activitycore.run.RunKey;
import org.jdbi.v3.core.Handle;

/**
 * Who writes of a run holds its row in the ledger: the beginning of another generation, what it
 * writes under way, the results of its tasks, its end. Within a transaction.
 *
 * <p>A statement sees what was committed when it began, not when it got the row: what was written
 * meanwhile is seen by the statement after the one that waits. Only the row itself is always seen
 * as it is: that is why it says that the run has a journal.
 */
final class Runs {

  private static final String HOLD =
      """
      SELECT generation FROM <s>.ledger
      WHERE tenant = :tenant AND activity_id = :activity_id AND occurrence = :occurrence
      <lock>
      """;

  private static final String HOLD_FOR_JOURNAL =
      """
      UPDATE <s>.ledger SET journaled = true
      WHERE tenant = :tenant AND activity_id = :activity_id AND occurrence = :occurrence
      """;

  private Runs() {}

  /** Until the transaction ends, the run does not; others may hold it with us. */
  static void hold(Handle handle, RunKey run) {
    lock(handle, run, "FOR SHARE");
  }

  /** Until the transaction ends, nobody else writes of the run. */
  static void holdAlone(Handle handle, RunKey run) {
    lock(handle, run, "FOR UPDATE");
  }

  /** The same, and whoever ends the run knows that it has waits. */
  static void holdForJournal(Handle handle, RunKey run) {
    Keys.bind(handle.createUpdate(HOLD_FOR_JOURNAL), run).execute();
  }

  private static void lock(Handle handle, RunKey run, String lock) {
    Keys.bind(handle.createQuery(HOLD), run).define("lock", lock).mapTo(Integer.class).list();
  }
}
