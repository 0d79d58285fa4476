package io.activitycore.postgres.internal;

import java.time.Duration;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/**
 * Deletes what is over, a few rows a transaction: no lock is held for long, and vacuum keeps up.
 * Rows are found by an index on their age and deleted where they lie. Thread-safe.
 */
public final class Sweep {

  private static final int BATCH = 2_000;
  private static final int LEDGER_PARTS = 16;

  /** One at a time in a schema; who comes second leaves it to the first. */
  private static final String ALONE =
      "SELECT pg_try_advisory_xact_lock(hashtextextended('activity-core sweep ' || :schema, 0))";

  /** A run that is still known keeps its key, so that it cannot begin twice. */
  private static final String LEDGER =
      """
      DELETE FROM <s>.ledger_<part> WHERE ctid = ANY (ARRAY(
        SELECT l.ctid FROM <s>.ledger_<part> l
        WHERE expires_at \\< now() AND NOT EXISTS (
          SELECT FROM <s>.run r WHERE r.tenant = l.tenant AND r.activity_id = l.activity_id
            AND r.occurrence = l.occurrence)
        ORDER BY expires_at LIMIT :batch))
      """;

  /** A run goes when its last generation ended long ago, with what it wrote and waited for. */
  private static final String RUNS =
      """
      WITH due AS MATERIALIZED (
        SELECT DISTINCT e.tenant, e.activity_id, e.occurrence FROM (
          SELECT * FROM <s>.ending WHERE ended_at \\< now() - :keep * interval '1 second'
          LIMIT :batch) e
        WHERE NOT EXISTS (
          SELECT FROM <s>.run r LEFT JOIN <s>.ending n
            USING (tenant, activity_id, occurrence, generation)
          WHERE r.tenant = e.tenant AND r.activity_id = e.activity_id
            AND r.occurrence = e.occurrence
            AND (n.ended_at IS NULL OR n.ended_at >= now() - :keep * interval '1 second'))),
      tasks AS (
        DELETE FROM <s>.human_task t USING due d, <s>.wait w
        WHERE w.tenant = d.tenant AND w.activity_id = d.activity_id
          AND w.occurrence = d.occurrence AND t.tenant = w.tenant AND t.id = w.id),
      waits AS (
        DELETE FROM <s>.wait w USING due d
        WHERE w.tenant = d.tenant AND w.activity_id = d.activity_id
          AND w.occurrence = d.occurrence),
      journals AS (
        DELETE FROM <s>.journal j USING due d
        WHERE j.tenant = d.tenant AND j.activity_id = d.activity_id
          AND j.occurrence = d.occurrence),
      results AS (
        DELETE FROM <s>.task_result t USING due d
        WHERE t.tenant = d.tenant AND t.activity_id = d.activity_id
          AND t.occurrence = d.occurrence),
      runs AS (
        DELETE FROM <s>.run r USING due d
        WHERE r.tenant = d.tenant AND r.activity_id = d.activity_id
          AND r.occurrence = d.occurrence)
      DELETE FROM <s>.ending e USING due d
      WHERE e.tenant = d.tenant AND e.activity_id = d.activity_id AND e.occurrence = d.occurrence
      """;

  private static final String OTHERS =
      """
      DELETE FROM <s>.<table> WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM <s>.<table> WHERE <age> \\< now() - :keep * interval '1 second'
        LIMIT :batch))
      """;

  private final Database database;

  /** Over a database. */
  public Sweep(Database database) {
    this.database = database;
  }

  /** Runs that ended so long ago, with their audit. Returns how many endings went. */
  public long runs(Duration keep) {
    return all(
        "delete old runs", handle -> handle.createUpdate(RUNS).bind("keep", keep.toSeconds()));
  }

  /** Keys whose time is over and whose runs are gone. Returns how many went. */
  public long ledger() {
    return IntStream.range(0, LEDGER_PARTS)
        .mapToLong(
            part ->
                all(
                    "delete expired keys",
                    handle ->
                        handle.createUpdate(LEDGER).define("part", String.format("%02d", part))))
        .sum();
  }

  /** Decisions recorded so long ago. Returns how many went. */
  public long decisions(Duration keep) {
    return others("decision", "recorded_at", keep);
  }

  /** Events published so long ago. Returns how many went. */
  public long published(Duration keep) {
    return others("outbox", "published_at", keep);
  }

  /** Large results put so long ago for the last time. Returns how many went. */
  public long payloads(Duration keep) {
    return others("payload", "used_at", keep);
  }

  /** Events whose time is over. Returns how many went. */
  public long events() {
    return others("event", "until", Duration.ZERO);
  }

  /** Results recorded so long ago, whose runs are not of this database. Returns how many went. */
  public long results(Duration keep) {
    return others("task_result", "recorded_at", keep);
  }

  /** Events that no wait may find any more. Returns how many went. */
  public long keptEvents() {
    return others("kept_event", "until", Duration.ZERO);
  }

  private long others(String table, String age, Duration keep) {
    return all(
        "delete old rows of " + table,
        handle ->
            handle
                .createUpdate(OTHERS)
                .define("table", table)
                .define("age", age)
                .bind("keep", keep.toSeconds()));
  }

  private interface Delete {
    org.jdbi.v3.core.statement.Update of(Handle handle);
  }

  private long all(String what, Delete delete) {
    long all = 0;
    for (int deleted = BATCH; deleted > 0 && !Thread.currentThread().isInterrupted(); ) {
      deleted = database.inTransaction(what, handle -> some(handle, delete));
      all += deleted;
    }
    return all;
  }

  private int some(Handle handle, Delete delete) {
    boolean alone =
        handle.createQuery(ALONE).bind("schema", database.schema()).mapTo(Boolean.class).one();
    return alone ? delete.of(handle).bind("batch", BATCH).execute() : 0;
  }
}
