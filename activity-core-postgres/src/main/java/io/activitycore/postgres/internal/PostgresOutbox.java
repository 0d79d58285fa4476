package io.activitycore.postgres.internal;

import io.activitycore.event.EventEnvelope;
import io.activitycore.spi.Outbox;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

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

  /**
   * By the index of what is due; rows that another relay has in hand are passed over. A claim that
   * is forgotten only ends early.
   */
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
        FROM due WHERE o.id = due.id AND <asynchronously>
        RETURNING o.id, o.event, o.attempts)
      SELECT id, event, attempts - 1 AS attempts FROM claimed ORDER BY id
      """;

  /** By the index of what is due. */
  private static final String WAITING =
      """
      SELECT count(*) FROM (
        SELECT FROM <s>.outbox
        WHERE published_at IS NULL AND due_at \\< 'infinity'
        LIMIT :limit) AS waiting
      """;

  /** What is forgotten of it goes out once more, under the same id. */
  private static final String PUBLISHED =
      """
      UPDATE <s>.outbox SET published_at = now(), last_error = NULL
      WHERE id = ANY (:ids) AND published_at IS NULL AND <asynchronously>
      """;

  private static final String POSTPONE =
      """
      UPDATE <s>.outbox o SET
        due_at = CASE WHEN p.pause = 0 THEN 'epoch'
          ELSE clock_timestamp() + p.pause * interval '1 millisecond' END,
        attempts = o.attempts - CASE WHEN p.counts THEN 0 ELSE 1 END,
        last_error = coalesce(p.reason, o.last_error)
      FROM unnest(:id, :pause, :counts, :reason) AS p (id, pause, counts, reason)
      WHERE o.id = p.id AND published_at IS NULL AND parked_at IS NULL
      """;

  private static final String PARK =
      """
      UPDATE <s>.outbox o SET due_at = 'infinity', parked_at = now(), last_error = p.reason
      FROM unnest(:id, :reason) AS p (id, reason)
      WHERE o.id = p.id AND published_at IS NULL AND parked_at IS NULL
      """;

  private static final String IS_PARKED =
      "parked_at IS NOT NULL AND published_at IS NULL AND event ->> 'source' = :source";

  private static final String PARKED =
      """
      SELECT event, attempts, parked_at, last_error FROM <s>.outbox
      WHERE <parked> ORDER BY id LIMIT :limit
      """;

  private static final String COUNT = "SELECT count(*) FROM <s>.outbox WHERE <parked>";

  private static final String RETRY =
      """
      UPDATE <s>.outbox SET due_at = now(), parked_at = NULL, attempts = 0
      WHERE <parked> AND event_id = ANY (:ids)
      RETURNING event_id
      """;

  private static final String DISCARD =
      """
      UPDATE <s>.outbox SET published_at = now()
      WHERE <parked> AND event_id = ANY (:ids)
      RETURNING event_id
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
  public int countWaiting(int limit) {
    return database.statement(
        "count events out",
        handle -> handle.createQuery(WAITING).bind("limit", limit).mapTo(Integer.class).one());
  }

  @Override
  public void published(List<Long> ids) {
    database.statement(
        "mark events as published",
        handle ->
            handle.createUpdate(PUBLISHED).bindArray("ids", Long.class, ids.toArray()).execute());
  }

  @Override
  public void postpone(List<Postponed> rows) {
    database.statement(
        "postpone events out",
        handle ->
            new Batch<>(rows)
                .number("id", Postponed::id)
                .number("pause", row -> row.pause().toMillis())
                .flag("counts", Postponed::counts)
                .text("reason", row -> Identifiers.readable(row.reason()))
                .bind(handle.createUpdate(POSTPONE))
                .execute());
  }

  @Override
  public void park(List<Refused> rows) {
    database.statement(
        "park events out",
        handle ->
            new Batch<>(rows)
                .number("id", Refused::id)
                .text("reason", row -> Identifiers.readable(row.reason()))
                .bind(handle.createUpdate(PARK))
                .execute());
  }

  @Override
  public List<Parked> parked(String source, int limit) {
    return database.statement(
        "list parked events out",
        handle ->
            parked(handle.createQuery(PARKED), source)
                .bind("limit", limit)
                .map((row, context) -> parked(row))
                .list());
  }

  private static Parked parked(ResultSet row) throws SQLException {
    return new Parked(
        Json.envelope(row.getString("event")),
        row.getInt("attempts"),
        row.getTimestamp("parked_at").toInstant(),
        row.getString("last_error"));
  }

  @Override
  public long countParked(String source) {
    return database.statement(
        "count parked events out",
        handle -> parked(handle.createQuery(COUNT), source).mapTo(Long.class).one());
  }

  @Override
  public List<String> retry(String source, List<String> eventIds) {
    return settle("retry parked events out", RETRY, source, eventIds);
  }

  @Override
  public List<String> discard(String source, List<String> eventIds) {
    return settle("discard parked events out", DISCARD, source, eventIds);
  }

  private List<String> settle(String what, String sql, String source, List<String> eventIds) {
    Object[] ids = eventIds.stream().map(id -> Identifiers.checked("event_id", id)).toArray();
    return database.statement(
        what,
        handle ->
            parked(handle.createQuery(sql), source)
                .bindArray("ids", String.class, ids)
                .mapTo(String.class)
                .list());
  }

  private static Query parked(Query query, String source) {
    return query.define("parked", IS_PARKED).bind("source", Identifiers.checked("source", source));
  }
}
