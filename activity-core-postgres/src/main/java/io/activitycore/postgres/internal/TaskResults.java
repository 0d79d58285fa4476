package io.activitycore.postgres.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.event.EventEnvelope;
import io.activitycore.run.RunKey;
import io.activitycore.spi.TaskTransactions;
import java.sql.Connection;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** Results of tasks, recorded with what their handlers write. Thread-safe. */
public final class TaskResults implements TaskTransactions {

  /** Who comes second waits here until the first is through; then the row is there, or free. */
  private static final String CLAIM =
      """
      INSERT INTO <s>.task_result (tenant, id, activity_id, occurrence)
      VALUES (:tenant, :id, :activity_id, :occurrence)
      ON CONFLICT DO NOTHING
      """;

  /** A worker that is frozen must not hold its rows for ever. */
  private static final String BOUNDED =
      """
      SELECT set_config('idle_in_transaction_session_timeout', '60s', true)
      WHERE current_setting('idle_in_transaction_session_timeout') = '0'
      """;

  private static final String RECORDED =
      "SELECT result FROM <s>.task_result WHERE tenant = :tenant AND id = :id";

  private static final String RECORD =
      """
      WITH newest AS (
        SELECT r.workflow_id, e.outcome
        FROM <s>.run r LEFT JOIN <s>.ending e USING (tenant, activity_id, occurrence, generation)
        WHERE tenant = :tenant AND activity_id = :activity_id AND occurrence = :occurrence
        ORDER BY generation DESC LIMIT 1),
      recorded AS (
        UPDATE <s>.task_result SET result = :result::json
        WHERE tenant = :tenant AND id = :id AND NOT EXISTS (
          SELECT FROM newest WHERE outcome IS NOT NULL OR workflow_id \\<> :workflow_id)
        RETURNING id),
      events AS (
        INSERT INTO <s>.outbox (event_id, event)
        SELECT event_id, event::json
        FROM unnest(:event_id, :event) AS e (event_id, event) JOIN recorded ON true
        ON CONFLICT DO NOTHING)
      SELECT count(*) FROM recorded
      """;

  private final Database database;

  /** Over a database. */
  public TaskResults(Database database) {
    this.database = database;
  }

  @Override
  public boolean offers(Class<?> resource) {
    return resource == Connection.class;
  }

  @Override
  public <C> Optional<JsonNode> once(Instance task, Class<C> resource, Work<C> work)
      throws Exception {
    return database.once("record a task's result", handle -> once(handle, task, resource, work));
  }

  private static <C> Optional<JsonNode> once(
      Handle handle, Instance task, Class<C> resource, Work<C> work) throws Exception {
    Database.readCommitted(handle);
    handle.createQuery(BOUNDED).mapTo(String.class).list();
    if (bind(handle.createUpdate(CLAIM), task).execute() == 0) {
      return Keys.bind(handle.createQuery(RECORDED), task.run().tenant(), task.id())
          .mapTo(String.class)
          .findOne()
          .map(Json::read);
    }
    Done done;
    try (EnlistedConnection enlisted = new EnlistedConnection(handle.getConnection())) {
      done = work.apply(resource.cast(enlisted.connection()));
    }
    Runs.hold(handle, task.run());
    boolean recorded = record(handle, task, done);
    if (!recorded) {
      handle.rollback();
    }
    return recorded ? Optional.of(done.result()) : Optional.empty();
  }

  private static boolean record(Handle handle, Instance task, Done done) {
    RunKey run = task.run();
    return new Batch<>(done.events())
            .id("event_id", EventEnvelope::eventId)
            .text("event", Json::write)
            .bind(Keys.bind(handle.createQuery(RECORD), run))
            .bind("id", task.id())
            .bind("workflow_id", task.workflowId())
            .bind("result", Json.write(done.result()))
            .mapTo(Long.class)
            .one()
        == 1;
  }

  private static Update bind(Update claim, Instance task) {
    return Keys.bind(claim, task.run()).bind("id", Identifiers.checked("id", task.id()));
  }
}
