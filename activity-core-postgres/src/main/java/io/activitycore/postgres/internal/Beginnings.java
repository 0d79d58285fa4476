package io.activitycore.postgres.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.event.EventEnvelope;
import io.activitycore.run.Decision;
import io.activitycore.run.RunKey;
import io.activitycore.spi.RunStore.Beginning;
import io.activitycore.spi.RunStore.Prepared;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The beginning of runs. Thread-safe. */
final class Beginnings {

  /** All of it in one statement: what has the key, is not in the answer. */
  private static final String BEGIN =
      """
      WITH asked AS (
        SELECT * FROM unnest(:n, :tenant, :activity_id, :occurrence, :generation, :workflow_id,
            :first_run_id, :body_hash, :plan, :decided, :version, :kind, :reason, :at)
          AS a (n, tenant, activity_id, occurrence, generation, workflow_id,
            first_run_id, body_hash, plan, decided, version, kind, reason, at)),
      won AS (
        INSERT INTO <s>.ledger
          (tenant, activity_id, occurrence, generation, first_run_id, body_hash, expires_at)
        SELECT tenant, activity_id, occurrence, generation, first_run_id, body_hash,
          now() + :window * interval '1 second'
        FROM asked ORDER BY tenant, activity_id, occurrence
        ON CONFLICT DO NOTHING
        RETURNING tenant, activity_id, occurrence),
      began AS (SELECT asked.* FROM asked JOIN won USING (tenant, activity_id, occurrence)),
      runs AS (
        INSERT INTO <s>.run (tenant, activity_id, occurrence, generation, workflow_id,
          first_run_id, body_hash, plan)
        SELECT tenant, activity_id, occurrence, generation, workflow_id,
          first_run_id, body_hash, plan::json
        FROM began),
      decisions AS (
        INSERT INTO <s>.decision
          (tenant, event_id, activity_id, version, kind, reason, workflow_id, at)
        SELECT tenant, decided, activity_id, version, kind, reason, workflow_id, at::timestamptz
        FROM began
        ON CONFLICT DO NOTHING),
      events AS (
        INSERT INTO <s>.outbox (event_id, event)
        SELECT event_id, event::json
        FROM unnest(:event_n, :event_id, :event) AS e (n, event_id, event) JOIN began USING (n)
        ON CONFLICT DO NOTHING)
      SELECT n FROM began
      """;

  private static final String KNOWN =
      """
      SELECT l.generation, l.first_run_id, l.body_hash, r.plan, e.outcome
      FROM <s>.ledger l
        LEFT JOIN <s>.run r USING (tenant, activity_id, occurrence, generation)
        LEFT JOIN <s>.ending e USING (tenant, activity_id, occurrence, generation)
      WHERE tenant = :tenant AND activity_id = :activity_id AND occurrence = :occurrence
      FOR UPDATE OF l
      """;

  /** If nobody ended it, it ends now: its own end comes too late. */
  private static final String GIVE_UP =
      """
      INSERT INTO <s>.ending (tenant, activity_id, occurrence, generation, outcome, audit)
      VALUES (:tenant, :activity_id, :occurrence, :generation, 'TERMINATED', '{}')
      ON CONFLICT DO NOTHING
      """;

  private static final String TAKE_OVER =
      """
      UPDATE <s>.ledger SET generation = :generation, first_run_id = :first_run_id
      WHERE tenant = :tenant AND activity_id = :activity_id AND occurrence = :occurrence
      """;

  private static final String NEXT_GENERATION =
      """
      INSERT INTO <s>.run (tenant, activity_id, occurrence, generation, workflow_id, first_run_id,
        body_hash, plan)
      VALUES (:tenant, :activity_id, :occurrence, :generation, :workflow_id, :first_run_id,
        :body_hash, :plan::json)
      """;

  private final Database database;
  private final Duration window;

  /**
   * Over a database.
   *
   * @param window how long the ledger remembers a key
   */
  Beginnings(Database database, Duration window) {
    this.database = database;
    this.window = window;
  }

  private record Out(int of, EventEnvelope event) {}

  private record Known(
      int generation,
      String firstRunId,
      String bodyHash,
      @Nullable String plan,
      @Nullable String outcome) {}

  List<Prepared> prepare(List<Beginning> beginnings) {
    List<Beginning> first = new ArrayList<>();
    Set<RunKey> keys = new HashSet<>();
    for (Beginning beginning : beginnings) {
      if (keys.add(beginning.key())) {
        first.add(beginning);
      }
    }
    Set<Beginning> begun = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Integer> won =
        first.isEmpty()
            ? List.of()
            : database.statement("begin runs", handle -> begin(handle, first));
    won.forEach(n -> begun.add(first.get(n)));
    List<Prepared> answers = new ArrayList<>();
    for (Beginning beginning : beginnings) {
      answers.add(
          begun.remove(beginning)
              ? new Prepared.Planned(beginning.plan())
              : database.inTransaction("begin a run", handle -> again(handle, beginning)));
    }
    return answers;
  }

  private List<Integer> begin(Handle handle, List<Beginning> beginnings) {
    List<Out> events = new ArrayList<>();
    for (int n = 0; n < beginnings.size(); n++) {
      for (EventEnvelope event : beginnings.get(n).events()) {
        events.add(new Out(n, event));
      }
    }
    Query query = handle.createQuery(BEGIN).bind("window", window.toSeconds());
    new Batch<>(beginnings)
        .numbered("n")
        .id("tenant", each -> each.key().tenant())
        .id("activity_id", each -> each.key().activityId())
        .id("occurrence", each -> each.key().occurrence())
        .integer("generation", Beginning::generation)
        .id("workflow_id", Beginning::workflowId)
        .id("first_run_id", Beginning::firstRunId)
        .id("body_hash", Beginning::bodyHash)
        .json("plan", Beginning::plan)
        .id("decided", each -> each.decision().eventId())
        .integer("version", each -> each.decision().version())
        .text("kind", each -> each.decision().kind().name())
        .text("reason", each -> Identifiers.readable(each.decision().reason()))
        .text("at", each -> each.decision().at().toString())
        .bind(query);
    return new Batch<>(events)
        .integer("event_n", Out::of)
        .id("event_id", each -> each.event().eventId())
        .text("event", each -> Json.write(each.event()))
        .bind(query)
        .mapTo(Integer.class)
        .list();
  }

  /** The key has a row: this run's own, that of a run to be redriven, or another's. */
  private Prepared again(Handle handle, Beginning beginning) {
    Known known = known(handle, beginning.key());
    if (known == null) { // it expired between the two statements
      begin(handle, List.of(beginning));
      return new Prepared.Planned(beginning.plan());
    }
    JsonNode plan = known.plan() == null ? beginning.plan() : Json.read(known.plan());
    if (known.firstRunId().equals(beginning.firstRunId())) {
      return new Prepared.Planned(plan);
    }
    if (beginning.generation() == known.generation() + 1 && gaveUp(handle, beginning, known)) {
      takeOver(handle, beginning, plan);
      return new Prepared.Planned(plan);
    }
    Decisions.insert(handle, List.of(duplicate(beginning, known)));
    return new Prepared.Duplicate(known.firstRunId());
  }

  private static @Nullable Known known(Handle handle, RunKey key) {
    return Keys.bind(handle.createQuery(KNOWN), key)
        .map(
            (row, context) ->
                new Known(
                    row.getInt("generation"),
                    row.getString("first_run_id"),
                    row.getString("body_hash"),
                    row.getString("plan"),
                    row.getString("outcome")))
        .findOne()
        .orElse(null);
  }

  /** Whether the generation before did not complete, and never will. */
  private static boolean gaveUp(Handle handle, Beginning beginning, Known known) {
    if (known.outcome() != null) {
      return !known.outcome().equals("COMPLETED");
    }
    int ended =
        Keys.bind(handle.createUpdate(GIVE_UP), beginning.key())
            .bind("generation", known.generation())
            .execute();
    Known now = ended == 1 ? known : known(handle, beginning.key());
    return now != null && !"COMPLETED".equals(now.outcome());
  }

  private static void takeOver(Handle handle, Beginning beginning, JsonNode plan) {
    for (String sql : List.of(TAKE_OVER, NEXT_GENERATION)) {
      var update =
          Keys.bind(handle.createUpdate(sql), beginning.key())
              .bind("generation", beginning.generation())
              .bind("first_run_id", Identifiers.checked("first_run_id", beginning.firstRunId()));
      if (sql.equals(NEXT_GENERATION)) {
        update
            .bind("workflow_id", Identifiers.checked("workflow_id", beginning.workflowId()))
            .bind("body_hash", beginning.bodyHash())
            .bind("plan", Json.write(plan));
      }
      update.execute();
    }
    Waits.endOf(handle, beginning.key());
    Decisions.insert(handle, List.of(beginning.decision()));
    PostgresOutbox.insert(handle, beginning.events());
  }

  private static Decision duplicate(Beginning beginning, Known known) {
    Decision asked = beginning.decision();
    String other =
        known.bodyHash().equals(beginning.bodyHash())
            ? ""
            : ", with another body under the same id";
    return new Decision(
        asked.tenant(),
        asked.eventId(),
        asked.activityId(),
        asked.version(),
        Decision.Kind.DUPLICATE,
        "the ledger has run " + known.firstRunId() + other + ": nothing done",
        asked.workflowId(),
        asked.at());
  }
}
