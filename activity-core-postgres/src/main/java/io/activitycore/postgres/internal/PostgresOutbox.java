package io.activitycore.postgres.internal;

import io.activitycore.event.EventEnvelope;
import io.activitycore.spi.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Events on their way out. The time is the database's, so that hosts need not agree on it. */
public final class PostgresOutbox implements Outbox {

  private static final String INSERT =
      """
      INSERT INTO <s>.outbox (event_id, event)
      SELECT event_id, event::json
      FROM unnest(:event_id, :event) WITH ORDINALITY AS e (event_id, event, n)
      ORDER BY n
      ON CONFLICT DO NOTHING
      """;

  /** By the index of what is due; rows that another relay has in hand are passed over. */
  static final String CLAIM =
      """
      WITH due AS (
        SELECT id FROM <s>.outbox
        WHERE published_at IS NULL AND due_at \\<= now()
        ORDER BY due_at, id
        LIMIT :limit
        FOR UPDATE SKIP LOCKED),
      claimed AS (
        UPDATE <s>.outbox o
        SET due_at = clock_timestamp() + :lease * interval '1 millisecond', attempts = o.attempts + 1
        FROM due WHERE o.id = due.id
        RETURNING o.id, o.event, o.attempts)
      SELECT id, event, attempts - 1 AS attempts FROM claimed ORDER BY id
      """;

  private static final String PUBLISHED =
      """
      UPDATE <s>.outbox SET published_at = now(), last_error = NULL
      WHERE id = ANY (:ids) AND published_at IS NULL
      """;

  private static final String POSTPONE =
      """
      UPDATE <s>.outbox SET due_at = :until::timestamptz, last_error = :reason
      WHERE id = :id AND published_at IS NULL
      """;

  private final Database database;

  /** Over a database. */
  public PostgresOutbox(Database database) {
    this.database = database;
  }

  /** Within a transaction: adds events that were not added before. */
  static void insert(Handle handle, List<EventEnvelope> events) {
    if (!events.isEmpty()) {
      new Batch<>(events)
          .id("event_id", EventEnvelope::eventId)
          .text("event", Json::write)
          .bind(handle.createUpdate(INSERT))
          .execute();
    }
  }

  @Override
  public List<Row> claim(int limit, Duration lease) {
    return database.statement(
        "claim events out",
        handle ->
            handle
                .createQuery(CLAIM)
                .bind("limit", limit)
                .bind("lease", lease.toMillis())
                .map(
                    (row, context) ->
                        new Row(
                            row.getLong("id"),
                            Json.envelope(row.getString("event")),
                            row.getInt("attempts")))
                .list());
  }

  @Override
  public void published(List<Long> ids) {
    database.statement(
        "mark events as published",
        handle ->
            handle.createUpdate(PUBLISHED).bindArray("ids", Long.class, ids.toArray()).execute());
  }

  @Override
  public void postpone(long id, Instant until, String reason) {
    database.statement(
        "postpone an event",
        handle ->
            handle
                .createUpdate(POSTPONE)
                .bind("id", id)
                .bind("until", until.toString())
                .bind("reason", Identifiers.readable(reason))
                .execute());
  }
}
