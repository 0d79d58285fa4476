package io.activitycore.postgres.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.run.HumanTask;
import io.activitycore.run.HumanTask.Status;
import io.activitycore.spi.HumanTaskStore;
import io.activitycore.spi.RunStore.Reassignment;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The inbox of people. Thread-safe. */
public final class HumanTasks implements HumanTaskStore {

  private static final String FIND =
      "SELECT * FROM <s>.human_task WHERE tenant = :tenant AND id = :id";

  private static final String SEARCH =
      """
      SELECT * FROM <s>.human_task WHERE tenant = :tenant
        <person> <group> <activity> <status>
      ORDER BY priority, due NULLS LAST, created_at, id LIMIT :limit
      """;

  /** One that is asked again (a redrive) is a new revision of it. */
  private static final String CREATE =
      """
      INSERT INTO <s>.human_task (tenant, id, activity_id, workflow_id, node, assignees, groups, form,
        priority, created_at, due, status, claimed_by, completed_by, outcome, revision)
      VALUES (:tenant, :id, :activity_id, :workflow_id, :node, :assignees, :groups, :form::json,
        :priority, :created_at::timestamptz, :due::timestamptz, :status, :claimed_by, :completed_by,
        :outcome::json, :revision)
      ON CONFLICT (tenant, id) DO UPDATE SET
        activity_id = excluded.activity_id, workflow_id = excluded.workflow_id,
        node = excluded.node, assignees = excluded.assignees, groups = excluded.groups,
        form = excluded.form, priority = excluded.priority, created_at = excluded.created_at,
        due = excluded.due, status = excluded.status, claimed_by = excluded.claimed_by,
        completed_by = excluded.completed_by, outcome = excluded.outcome,
        revision = human_task.revision + 1
      """;

  private static final String CLOSE =
      """
      UPDATE <s>.human_task SET status = 'CLOSED', revision = revision + 1
      WHERE tenant = :tenant AND id = ANY (:ids) AND status IN ('OPEN', 'CLAIMED')
      """;

  private static final String REASSIGN =
      """
      UPDATE <s>.human_task SET
        assignees = assignees || ARRAY(SELECT x FROM unnest(:assignees) x WHERE x \\<> ALL (assignees)),
        groups = groups || ARRAY(SELECT x FROM unnest(:groups) x WHERE x \\<> ALL (groups)),
        revision = revision + 1
      WHERE tenant = :tenant AND id = :id AND status IN ('OPEN', 'CLAIMED')
      """;

  private static final String OPEN_WAIT =
      """
      SELECT 1 FROM <s>.wait
      WHERE tenant = :tenant AND id = :id AND settlement IS NULL AND NOT closed
      FOR UPDATE
      """;

  private static final String REPLACE =
      """
      UPDATE <s>.human_task SET
        activity_id = :activity_id, workflow_id = :workflow_id, node = :node,
        assignees = :assignees, groups = :groups, form = :form::json, priority = :priority,
        created_at = :created_at::timestamptz, due = :due::timestamptz, status = :status,
        claimed_by = :claimed_by, completed_by = :completed_by, outcome = :outcome::json,
        revision = :revision
      WHERE tenant = :tenant AND id = :id AND revision = :revision - 1
        AND status IN ('OPEN', 'CLAIMED')
      """;

  private static final String SETTLE =
      """
      UPDATE <s>.wait SET settlement = :settlement::json, settled_by = :by, answered_at = now()
      WHERE tenant = :tenant AND id = :id
      """;

  private final Database database;

  /** Over a database. */
  public HumanTasks(Database database) {
    this.database = database;
  }

  @Override
  public Optional<HumanTask> find(String tenant, String id) {
    return database.statement(
        "find a human task",
        handle ->
            Keys.bind(handle.createQuery(FIND), tenant, id)
                .map((row, context) -> task(row))
                .findOne());
  }

  @Override
  public List<HumanTask> search(Query query) {
    return database.statement("search human tasks", handle -> search(handle, query));
  }

  private static List<HumanTask> search(Handle handle, Query query) {
    Status status = query.status();
    return condition(
            condition(
                condition(
                    condition(
                        handle
                            .createQuery(SEARCH)
                            .bind("tenant", Identifiers.checked("tenant", query.tenant()))
                            .bind("limit", query.limit()),
                        "person",
                        "(assignees @> ARRAY[:person::text] OR claimed_by = :person)",
                        query.assignee()),
                    "group",
                    "groups @> ARRAY[:group::text]",
                    query.group()),
                "activity",
                "activity_id = :activity",
                query.activityId()),
            "status",
            "status = :status",
            status == null ? null : status.name())
        .map((row, context) -> task(row))
        .list();
  }

  /** A condition of the search, if there is a value. */
  private static org.jdbi.v3.core.statement.Query condition(
      org.jdbi.v3.core.statement.Query search, String name, String sql, @Nullable String value) {
    return value == null
        ? search.define(name, "")
        : search.define(name, "AND " + sql).bind(name, Identifiers.checked(name, value));
  }

  /** Within a transaction. */
  static void create(Handle handle, List<HumanTask> tasks) {
    tasks.forEach(task -> bind(handle.createUpdate(CREATE), task).execute());
  }

  /** Within a transaction: those that are not over. */
  static void close(Handle handle, String tenant, List<String> ids) {
    handle
        .createUpdate(CLOSE)
        .bind("tenant", tenant)
        .bindArray("ids", String.class, ids.toArray())
        .execute();
  }

  /** Within a transaction: more people may do them. */
  static void reassign(Handle handle, String tenant, List<Reassignment> reassigned) {
    for (Reassignment more : reassigned) {
      Keys.bind(handle.createUpdate(REASSIGN), tenant, more.id())
          .bindArray("assignees", String.class, more.assignees().toArray())
          .bindArray("groups", String.class, more.groups().toArray())
          .execute();
    }
  }

  @Override
  public boolean replace(HumanTask changed) {
    return database.inTransaction("change a human task", handle -> replace(handle, changed));
  }

  private static boolean replace(Handle handle, HumanTask changed) {
    boolean open =
        Keys.bind(handle.createQuery(OPEN_WAIT), changed.tenant(), changed.id())
            .mapTo(Integer.class)
            .findOne()
            .isPresent();
    if (!open || bind(handle.createUpdate(REPLACE), changed).execute() == 0) {
      return false;
    }
    if (changed.status() == Status.COMPLETED) {
      String by = Objects.requireNonNull(changed.completedBy(), "a decided task has who decided");
      Keys.bind(handle.createUpdate(SETTLE), changed.tenant(), changed.id())
          .bind("by", Identifiers.checked("by", by))
          .bind("settlement", settlement(changed, by).toString())
          .execute();
    }
    return true;
  }

  private static JsonNode settlement(HumanTask decided, String by) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    JsonNode outcome = decided.outcome() == null ? json.nullNode() : decided.outcome();
    return json.objectNode().set("result", json.objectNode().put("by", by).set("outcome", outcome));
  }

  private static <S extends SqlStatement<S>> S bind(S statement, HumanTask task) {
    Keys.bind(statement, task.tenant(), task.id());
    statement.bind("activity_id", Identifiers.checked("activity_id", task.activityId()));
    statement.bind("workflow_id", Identifiers.checked("workflow_id", task.workflowId()));
    statement.bind("node", Identifiers.checked("node", task.node()));
    statement.bindArray("assignees", String.class, checked("assignee", task.assignees()));
    statement.bindArray("groups", String.class, checked("group", task.groups()));
    statement.bind("form", Json.write(task.form()));
    statement.bind("priority", task.priority());
    statement.bind("created_at", task.createdAt().toString());
    statement.bind("due", task.due() == null ? null : task.due().toString());
    statement.bind("status", task.status().name());
    statement.bind("claimed_by", Identifiers.checked("claimed_by", task.claimedBy()));
    statement.bind("completed_by", Identifiers.checked("completed_by", task.completedBy()));
    statement.bind("outcome", Json.write(task.outcome()));
    statement.bind("revision", task.revision());
    return statement;
  }

  private static @Nullable Object[] checked(String name, List<String> values) {
    return values.stream().map(value -> Identifiers.checked(name, value)).toArray();
  }

  private static HumanTask task(ResultSet row) throws SQLException {
    return new HumanTask(
        row.getString("id"),
        row.getString("tenant"),
        row.getString("activity_id"),
        row.getString("workflow_id"),
        row.getString("node"),
        texts(row.getArray("assignees")),
        texts(row.getArray("groups")),
        Json.readOrNull(row.getString("form")),
        row.getInt("priority"),
        Objects.requireNonNull(Waits.instant(row, "created_at")),
        Waits.instant(row, "due"),
        Status.valueOf(row.getString("status")),
        row.getString("claimed_by"),
        row.getString("completed_by"),
        Json.readOrNull(row.getString("outcome")),
        row.getInt("revision"));
  }

  private static List<String> texts(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }
}
