package io.activitycore.postgres.internal;

import io.activitycore.event.EventEnvelope;
import io.activitycore.run.RunKey;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore.Ending;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The end of runs. Thread-safe. */
final class Endings {

  /**
   * All of it in one statement; only what ends now is in the answer. A run that has a journal, and
   * one of which somebody writes just now, is left out: this statement may have begun before what
   * was written there.
   *
   * <p>That n is in its range, the planner takes for a rare thing. So it goes by the runs' keys,
   * also before their table has statistics, instead of reading all of it for the ten rows that it
   * otherwise expects of an array.
   */
  private static final String END =
      """
      WITH asked AS (
        SELECT * FROM unnest(:n, :tenant, :activity_id, :occurrence, :first_run_id, :outcome, :audit)
          AS a (n, tenant, activity_id, occurrence, first_run_id, outcome, audit)
        WHERE n BETWEEN 0 AND cardinality(:n)),
      held AS (
        SELECT tenant, activity_id, occurrence, r.generation, a.outcome, a.audit
        FROM asked a JOIN <s>.run r USING (tenant, activity_id, occurrence, first_run_id)
        <hold>),
      won AS (
        INSERT INTO <s>.ending (tenant, activity_id, occurrence, generation, outcome, audit)
        SELECT tenant, activity_id, occurrence, generation, outcome, audit::json FROM held
        ORDER BY tenant, activity_id, occurrence
        ON CONFLICT DO NOTHING
        RETURNING tenant, activity_id, occurrence),
      ended AS (SELECT n, tenant, activity_id, occurrence
        FROM asked JOIN won USING (tenant, activity_id, occurrence)),
      closed AS (
        UPDATE <s>.wait w SET closed = closed OR settlement IS NULL, delivered = true
        FROM ended e
        WHERE w.tenant = e.tenant AND w.activity_id = e.activity_id AND w.occurrence = e.occurrence
          AND NOT (w.closed OR w.delivered)
        RETURNING w.tenant, w.id),
      tasks AS (
        UPDATE <s>.human_task t SET status = 'CLOSED', revision = revision + 1
        FROM closed c
        WHERE t.tenant = c.tenant AND t.id = c.id AND t.status IN ('OPEN', 'CLAIMED')),
      events AS (
        INSERT INTO <s>.outbox (event_id, event)
        SELECT event_id, event::json
        FROM unnest(:event_n, :event_id, :event) AS e (n, event_id, event) JOIN ended USING (n)
        ON CONFLICT DO NOTHING)
      SELECT n FROM ended
      """;

  private static final String IF_FREE =
      """
      JOIN <s>.ledger l USING (tenant, activity_id, occurrence)
      WHERE NOT l.journaled
      ORDER BY tenant, activity_id, occurrence
      FOR NO KEY UPDATE OF l SKIP LOCKED
      """;

  private static final String HELD = "";

  /** What ended before, or is not known. The generation that asks is preferred to the last one. */
  private static final String KNOWN =
      """
      SELECT r.first_run_id = :first_run_id AS own, e.outcome
      FROM <s>.run r LEFT JOIN <s>.ending e USING (tenant, activity_id, occurrence, generation)
      WHERE tenant = :tenant AND activity_id = :activity_id AND occurrence = :occurrence
      ORDER BY own DESC, generation DESC LIMIT 1
      """;

  /** A run whose beginning is gone. Its end is still worth keeping. */
  private static final String UNKNOWN =
      """
      INSERT INTO <s>.run (tenant, activity_id, occurrence, generation, workflow_id, first_run_id,
        body_hash, plan)
      VALUES (:tenant, :activity_id, :occurrence, 1, '', :first_run_id, '', :plan::json)
      ON CONFLICT DO NOTHING
      """;

  private final Database database;

  Endings(Database database) {
    this.database = database;
  }

  private record Out(int of, EventEnvelope event) {}

  List<RunOutcome> finish(List<Ending> endings) {
    List<Ending> first = new ArrayList<>();
    Set<RunKey> keys = new HashSet<>();
    for (Ending ending : endings) {
      if (keys.add(ending.key())) {
        first.add(ending);
      }
    }
    Set<Ending> ended = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Integer> won =
        first.isEmpty()
            ? List.of()
            : database.statement("end runs", handle -> end(handle, IF_FREE, first));
    won.forEach(n -> ended.add(first.get(n)));
    List<RunOutcome> outcomes = new ArrayList<>();
    for (Ending ending : endings) {
      outcomes.add(
          ended.remove(ending)
              ? ending.outcome()
              : database.inTransaction("end a run", handle -> again(handle, ending)));
    }
    return outcomes;
  }

  private static List<Integer> end(Handle handle, String hold, List<Ending> endings) {
    List<Out> events = new ArrayList<>();
    for (int n = 0; n < endings.size(); n++) {
      for (EventEnvelope event : endings.get(n).events()) {
        events.add(new Out(n, event));
      }
    }
    Query query = handle.createQuery(END.replace("<hold>", hold));
    new Batch<>(endings)
        .numbered("n")
        .id("tenant", each -> each.key().tenant())
        .id("activity_id", each -> each.key().activityId())
        .id("occurrence", each -> each.key().occurrence())
        .id("first_run_id", Ending::firstRunId)
        .text("outcome", each -> each.outcome().name())
        .json("audit", Ending::audit)
        .bind(query);
    return new Batch<>(events)
        .integer("event_n", Out::of)
        .id("event_id", each -> each.event().eventId())
        .text("event", each -> Json.write(each.event()))
        .bind(query)
        .mapTo(Integer.class)
        .list();
  }

  private static RunOutcome again(Handle handle, Ending ending) {
    Database.readCommitted(handle);
    Runs.holdAlone(handle, ending.key());
    if (!end(handle, HELD, List.of(ending)).isEmpty()) {
      return ending.outcome();
    }
    Optional<RunOutcome> known =
        Keys.bind(handle.createQuery(KNOWN), ending.key())
            .bind("first_run_id", ending.firstRunId())
            .map(
                (row, context) -> {
                  String outcome = row.getString("outcome");
                  return outcome == null ? ending.outcome() : RunOutcome.valueOf(outcome);
                })
            .findOne();
    if (known.isPresent()) {
      return known.get();
    }
    Keys.bind(handle.createUpdate(UNKNOWN), ending.key())
        .bind("first_run_id", Identifiers.checked("first_run_id", ending.firstRunId()))
        .bind("plan", Json.write(ending.audit()))
        .execute();
    end(handle, HELD, List.of(ending));
    return ending.outcome();
  }
}
