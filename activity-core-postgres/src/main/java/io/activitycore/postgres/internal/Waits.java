package io.activitycore.postgres.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.event.EventEnvelope;
import io.activitycore.run.RunKey;
import io.activitycore.spi.Wait;
import io.activitycore.spi.WaitStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What runs wait for. Rows are locked in the order wait, human task. Thread-safe. */
public final class Waits implements WaitStore {

  private static final String FIND = "SELECT * FROM <s>.wait WHERE tenant = :tenant AND id = :id";

  /**
   * An answer past the inbox closes the task in it. Whether a reply is too late says this clock,
   * not that of the host it came to.
   */
  private static final String ACCEPT =
      """
      WITH accepted AS (
        UPDATE <s>.wait SET settlement = :settlement::json, settled_by = :by, answered_at = now()
        WHERE tenant = :tenant AND id = :id AND settlement IS NULL AND NOT closed
          AND (kind \\<> 'REPLY' OR deadline IS NULL OR deadline > now())
        RETURNING tenant, id),
      tasks AS (
        UPDATE <s>.human_task t SET status = 'CLOSED', revision = revision + 1
        FROM accepted a
        WHERE t.tenant = a.tenant AND t.id = a.id AND t.status IN ('OPEN', 'CLAIMED'))
      SELECT count(*) FROM accepted
      """;

  private static final String DELIVERED =
      """
      UPDATE <s>.wait SET delivered = true
      WHERE tenant = :tenant AND id = :id AND settlement IS NOT NULL AND NOT delivered
      """;

  private static final String UNDELIVERED =
      """
      SELECT * FROM <s>.wait
      WHERE settlement IS NOT NULL AND NOT delivered
        AND answered_at \\<= now() - :age * interval '1 millisecond'
      ORDER BY answered_at, id LIMIT :limit
      """;

  private static final String LISTENING =
      """
      SELECT * FROM <s>.wait
      WHERE tenant = :tenant AND event_type = :type
        AND kind = 'EVENT' AND settlement IS NULL AND NOT closed
      ORDER BY opened_at, id
      """;

  /** Events of a type are kept by several at once, but not while a wait for the type opens. */
  private static final String KEEPS =
      "SELECT pg_advisory_xact_lock_shared(hashtextextended(:topic, 0))";

  private static final String KEEP =
      """
      INSERT INTO <s>.kept_event (tenant, type, event_id, event, until)
      VALUES (:tenant, :type, :event_id, :event::json, now() + :keep * interval '1 millisecond')
      ON CONFLICT DO NOTHING
      """;

  private static final String END =
      """
      WITH closed AS (
        UPDATE <s>.wait SET closed = closed OR settlement IS NULL, delivered = true
        WHERE tenant = :tenant AND activity_id = :activity_id AND occurrence = :occurrence
          AND NOT (closed OR delivered)
        RETURNING tenant, id)
      UPDATE <s>.human_task t SET status = 'CLOSED', revision = revision + 1
      FROM closed c
      WHERE t.tenant = c.tenant AND t.id = c.id AND t.status IN ('OPEN', 'CLAIMED')
      """;

  private final Database database;
  private final AwaitedTypes awaited;

  /** Over a database. */
  public Waits(Database database, AwaitedTypes awaited) {
    this.database = database;
    this.awaited = awaited;
  }

  @Override
  public Optional<Row> find(String tenant, String id) {
    return database.statement("find a wait", handle -> find(handle, tenant, id));
  }

  private static Optional<Row> find(Handle handle, String tenant, String id) {
    return Keys.bind(handle.createQuery(FIND), tenant, id)
        .map((row, context) -> row(row))
        .findOne();
  }

  @Override
  public Acceptance accept(String tenant, String id, String by, JsonNode settlement) {
    return database.inTransaction(
        "accept an answer",
        handle -> {
          long accepted =
              Keys.bind(handle.createQuery(ACCEPT), tenant, id)
                  .bind("by", Identifiers.checked("by", by))
                  .bind("settlement", Json.write(settlement))
                  .mapTo(Long.class)
                  .one();
          return accepted == 1
              ? Acceptance.ACCEPTED
              : find(handle, tenant, id).map(row -> late(row, by)).orElse(Acceptance.UNKNOWN);
        });
  }

  private static Acceptance late(Row row, String by) {
    if (row.settlement() == null) {
      return Acceptance.CLOSED;
    }
    return by.equals(row.by()) ? Acceptance.REPEATED : Acceptance.SETTLED;
  }

  @Override
  public void delivered(String tenant, String id) {
    database.statement(
        "mark an answer as delivered",
        handle -> Keys.bind(handle.createUpdate(DELIVERED), tenant, id).execute());
  }

  @Override
  public List<Row> undelivered(int limit, Duration age) {
    return database.statement(
        "find undelivered answers",
        handle ->
            handle
                .createQuery(UNDELIVERED)
                .bind("limit", limit)
                .bind("age", age.toMillis())
                .map((row, context) -> row(row))
                .list());
  }

  @Override
  public List<Wait> offer(String tenant, EventEnvelope event, Duration keep) {
    if (keep.isZero() || keep.isNegative()) {
      if (!awaited.mayBeAwaitedStill(tenant, event.type())) {
        return List.of();
      }
      return database.statement(
          "offer an event", handle -> listening(handle, tenant, event.type()));
    }
    return database.inTransaction(
        "offer an event",
        handle -> {
          lockTopic(handle, KEEPS, tenant, event.type());
          handle
              .createUpdate(KEEP)
              .bind("tenant", Identifiers.checked("tenant", tenant))
              .bind("type", event.type())
              .bind("event_id", Identifiers.checked("event_id", event.eventId()))
              .bind("event", Json.write(event))
              .bind("keep", keep.toMillis())
              .execute();
          return listening(handle, tenant, event.type());
        });
  }

  @Override
  public boolean mayBeAwaited(String tenant, String type) {
    return awaited.mayBeAwaited(tenant, type);
  }

  static String topic(String tenant, String type) {
    return tenant + " " + type;
  }

  private static void lockTopic(Handle handle, String how, String tenant, String type) {
    handle.createQuery(how).bind("topic", topic(tenant, type)).mapToMap().list();
  }

  private static List<Wait> listening(Handle handle, String tenant, String type) {
    return handle
        .createQuery(LISTENING)
        .bind("tenant", Identifiers.checked("tenant", tenant))
        .bind("type", Identifiers.checked("type", type))
        .map((row, context) -> row(row).awaited())
        .list();
  }

  /** Within a transaction: a run waits for nothing more, and asks nothing more. */
  static void endOf(Handle handle, RunKey run) {
    Keys.bind(handle.createUpdate(END), run).execute();
  }

  private static Row row(ResultSet row) throws SQLException {
    Wait wait =
        new Wait(
            row.getString("id"),
            Wait.Kind.valueOf(row.getString("kind")),
            row.getString("tenant"),
            row.getString("workflow_id"),
            row.getString("key"),
            Objects.requireNonNull(instant(row, "opened_at")),
            instant(row, "deadline"),
            row.getString("event_type"),
            row.getString("correlate"),
            Json.readOrNull(row.getString("variables")));
    return new Row(
        wait,
        Json.readOrNull(row.getString("settlement")),
        row.getString("settled_by"),
        row.getBoolean("closed"));
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    var value = row.getTimestamp(column);
    return value == null ? null : value.toInstant();
  }
}
