package io.activitycore.postgres.internal;

import io.activitycore.run.Decision;
import io.activitycore.spi.DecisionLog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** Decisions, in the order they were written. Thread-safe. */
public final class Decisions implements DecisionLog {

  static final String INSERT =
      """
      INSERT INTO <s>.decision
        (tenant, event_id, activity_id, version, kind, reason, workflow_id, at)
      SELECT tenant, event_id, activity_id, version, kind, reason, workflow_id, at::timestamptz
      FROM unnest(:tenant, :event_id, :activity_id, :version, :kind, :reason, :workflow_id, :at)
        WITH ORDINALITY
        AS d (tenant, event_id, activity_id, version, kind, reason, workflow_id, at, n)
      ORDER BY n
      ON CONFLICT DO NOTHING
      """;

  /** Each run writes its own once more, with its beginning, which waits for the disk. */
  private static final String INSERT_STARTED =
      INSERT.replace("ORDER BY n", "WHERE <asynchronously> ORDER BY n");

  private static final String FIND =
      """
      SELECT * FROM <s>.decision WHERE tenant = :tenant AND event_id = :id ORDER BY id
      """;

  private final Database database;

  /** Over a database. */
  public Decisions(Database database) {
    this.database = database;
  }

  @Override
  public void record(List<Decision> decisions) {
    if (!decisions.isEmpty()) {
      boolean started =
          decisions.stream().allMatch(decision -> decision.kind() == Decision.Kind.STARTED);
      String sql = started ? INSERT_STARTED : INSERT;
      database.statement(
          "record decisions", handle -> bind(handle.createUpdate(sql), decisions).execute());
    }
  }

  /** Within a transaction. Returns how many were new. */
  static int insert(Handle handle, List<Decision> decisions) {
    return bind(handle.createUpdate(INSERT), decisions).execute();
  }

  static <S extends SqlStatement<S>> S bind(S statement, List<Decision> decisions) {
    return new Batch<>(decisions)
        .id("tenant", Decision::tenant)
        .id("event_id", Decision::eventId)
        .id("activity_id", Decision::activityId)
        .integer("version", Decision::version)
        .text("kind", each -> each.kind().name())
        .text("reason", each -> Identifiers.readable(each.reason()))
        .id("workflow_id", Decision::workflowId)
        .text("at", each -> each.at().toString())
        .bind(statement);
  }

  @Override
  public List<Decision> find(String tenant, String eventId) {
    return database.statement(
        "find decisions",
        handle ->
            Keys.bind(handle.createQuery(FIND), tenant, eventId)
                .map((row, context) -> decision(row))
                .list());
  }

  static Decision decision(ResultSet row) throws SQLException {
    return new Decision(
        row.getString("tenant"),
        row.getString("event_id"),
        row.getString("activity_id"),
        row.getInt("version"),
        Decision.Kind.valueOf(row.getString("kind")),
        row.getString("reason"),
        row.getString("workflow_id"),
        row.getTimestamp("at").toInstant());
  }
}
