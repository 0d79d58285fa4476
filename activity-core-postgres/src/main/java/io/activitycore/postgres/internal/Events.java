package io.activitycore.postgres.internal;

import io.activitycore.event.EventEnvelope;
import io.activitycore.run.Decision;
import io.activitycore.spi.EventLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Events as they came. Thread-safe. */
public final class Events implements EventLog {

  /** Both in one statement, which is a transaction by itself. */
  private static final String RECORD =
      """
      WITH kept AS (
        INSERT INTO <s>.event (tenant, event_id, type, event, until)
        SELECT tenant, event_id, type, event::json, now() + keep * interval '1 second'
        FROM unnest(:e_tenant, :e_event_id, :e_type, :e_event, :e_keep) WITH ORDINALITY
          AS e (tenant, event_id, type, event, keep, n)
        ORDER BY n
        ON CONFLICT DO NOTHING)
      """
          + Decisions.INSERT;

  /** By the index of type and time; pages go on behind the last one that was seen. */
  private static final String FIND =
      """
      SELECT id, came_at, event FROM <s>.event
      WHERE tenant = :tenant AND type = :type AND until > now()
        AND came_at >= :from::timestamptz AND came_at \\< :to::timestamptz
        AND (came_at, id) > (:after::timestamptz, :id)
      ORDER BY came_at, id LIMIT :limit
      """;

  private static final String DECISIONS =
      """
      SELECT * FROM <s>.decision WHERE tenant = :tenant AND event_id = ANY (:ids) ORDER BY id
      """;

  private final Database database;

  /** Over a database. */
  public Events(Database database) {
    this.database = database;
  }

  @Override
  public void record(List<Kept> events, List<Decision> decisions) {
    database.statement(
        "keep events",
        handle ->
            new Batch<>(events)
                .id("e_tenant", Kept::tenant)
                .id("e_event_id", kept -> kept.event().eventId())
                .text("e_type", kept -> kept.event().type())
                .text("e_event", kept -> Json.write(kept.event()))
                .integer("e_keep", kept -> (int) Math.min(kept.keep().toSeconds(), 1L << 30))
                .bind(Decisions.bind(handle.createUpdate(RECORD), decisions))
                .execute());
  }

  private record Row(long id, Instant cameAt, EventEnvelope event) {}

  @Override
  public List<Recorded> find(Query query) {
    return database.inTransaction("find events", handle -> find(handle, query));
  }

  private static List<Recorded> find(Handle handle, Query query) {
    List<Row> rows = rows(handle, query);
    Map<String, List<Decision>> decisions = new HashMap<>();
    handle
        .createQuery(DECISIONS)
        .bind("tenant", Identifiers.checked("tenant", query.tenant()))
        .bindArray("ids", String.class, rows.stream().map(row -> row.event().eventId()).toArray())
        .map((row, context) -> Decisions.decision(row))
        .forEach(
            made -> decisions.computeIfAbsent(made.eventId(), id -> new ArrayList<>()).add(made));
    return rows.stream()
        .map(
            row ->
                new Recorded(
                    row.id(),
                    row.cameAt(),
                    row.event(),
                    List.copyOf(decisions.getOrDefault(row.event().eventId(), List.of()))))
        .toList();
  }

  private static List<Row> rows(Handle handle, Query query) {
    Recorded after = query.after();
    return handle
        .createQuery(FIND)
        .bind("tenant", Identifiers.checked("tenant", query.tenant()))
        .bind("type", query.type())
        .bind("from", query.from().toString())
        .bind("to", query.to().toString())
        .bind("after", after == null ? "-infinity" : after.cameAt().toString())
        .bind("id", after == null ? 0 : after.id())
        .bind("limit", query.limit())
        .map(
            (row, context) ->
                new Row(
                    row.getLong("id"),
                    row.getTimestamp("came_at").toInstant(),
                    Json.envelope(row.getString("event"))))
        .list();
  }
}
