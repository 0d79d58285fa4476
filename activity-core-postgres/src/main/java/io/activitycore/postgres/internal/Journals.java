package io.activitycore.postgres.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.event.EventEnvelope;
import io.activitycore.spi.RunStore.Journal;
import io.activitycore.spi.RunStore.Journaled;
import io.activitycore.spi.Wait;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** What runs write while under way. Within a transaction. */
final class Journals {

  private static final String OVER =
      """
      SELECT l.first_run_id \\<> :first_run_id OR e.outcome IS NOT NULL
      FROM <s>.ledger l
      LEFT JOIN <s>.ending e USING (tenant, activity_id, occurrence, generation)
      WHERE tenant = :tenant AND activity_id = :activity_id AND occurrence = :occurrence
      """;

  private static final String WRITTEN =
      """
      SELECT answer FROM <s>.journal
      WHERE tenant = :tenant AND activity_id = :activity_id AND occurrence = :occurrence
        AND first_run_id = :first_run_id AND number = :number
      """;

  private static final String WRITE =
      """
      INSERT INTO <s>.journal (tenant, activity_id, occurrence, first_run_id, number, answer)
      VALUES (:tenant, :activity_id, :occurrence, :first_run_id, :number, :answer::json)
      """;

  private static final String CLOSE =
      """
      UPDATE <s>.wait SET closed = closed OR settlement IS NULL, delivered = true
      WHERE tenant = :tenant AND id = ANY (:ids)
      RETURNING id, settlement
      """;

  /** Whatever became of an earlier one of its id: a redrive asks again. */
  private static final String OPEN =
      """
      INSERT INTO <s>.wait (tenant, id, activity_id, occurrence, kind, workflow_id, key, opened_at,
        deadline, event_type, correlate, variables)
      SELECT tenant, id, :activity_id, :occurrence, kind, workflow_id, key, opened_at::timestamptz,
        deadline::timestamptz, event_type, correlate, variables::json
      FROM unnest(:tenants, :id, :kind, :workflow_id, :key, :opened_at, :deadline, :event_type,
        :correlate, :variables)
        AS w (tenant, id, kind, workflow_id, key, opened_at, deadline, event_type, correlate,
          variables)
      ON CONFLICT (tenant, id) DO UPDATE SET
        kind = excluded.kind, workflow_id = excluded.workflow_id, key = excluded.key,
        opened_at = excluded.opened_at, deadline = excluded.deadline,
        event_type = excluded.event_type, correlate = excluded.correlate,
        variables = excluded.variables, settlement = NULL, settled_by = NULL, answered_at = NULL,
        delivered = false, closed = false
      """;

  /** No event of the type is kept by anybody until this transaction is over. */
  private static final String LISTENS =
      """
      SELECT pg_advisory_xact_lock(hashtextextended(:topic, 0)),
        (SELECT registered_at FROM <s>.awaited_type WHERE tenant = :tenant AND type = :type)
          AS registered_at
      """;

  /** A run is recorded as started a little after it began. */
  private static final String EARLIER =
      """
      SELECT event FROM <s>.kept_event
      WHERE tenant = :tenant AND type = :type AND until > now()
        AND came_at >= coalesce(
          (SELECT min(recorded_at) - interval '10 seconds' FROM <s>.decision
            WHERE tenant = :tenant AND event_id = :occurrence AND activity_id = :activity_id
              AND kind IN ('STARTED', 'SIGNALLED')),
          '-infinity')
      ORDER BY came_at, id
      """;

  private Journals() {}

  /**
   * Writes it, once.
   *
   * @return empty when it opens a wait for a type that does not count yet: nothing is written
   */
  static Optional<Journaled> write(Handle handle, Journal journal, AwaitedTypes awaited) {
    Database.readCommitted(handle);
    Runs.holdForJournal(handle, journal.key());
    boolean over =
        Keys.bind(handle.createQuery(OVER), journal.key())
            .bind("first_run_id", journal.firstRunId())
            .mapTo(Boolean.class)
            .findOne()
            .orElse(false);
    Optional<Journaled> before = written(handle, journal);
    if (before.isPresent() || over) {
      return Optional.of(before.orElseGet(() -> new Journaled(Map.of(), Map.of())));
    }
    if (!lockTopics(handle, journal, awaited)) {
      return Optional.empty();
    }
    Map<String, JsonNode> answered = close(handle, journal);
    open(handle, journal);
    HumanTasks.create(handle, journal.people());
    HumanTasks.reassign(handle, journal.key().tenant(), journal.reassigned());
    Journaled answer = new Journaled(answered, earlier(handle, journal));
    one(Keys.bind(handle.createUpdate(WRITE), journal.key()), journal)
        .bind("answer", json(answer).toString())
        .execute();
    PostgresOutbox.insert(handle, journal.events());
    return Optional.of(answer);
  }

  private static Optional<Journaled> written(Handle handle, Journal journal) {
    return one(Keys.bind(handle.createQuery(WRITTEN), journal.key()), journal)
        .mapTo(String.class)
        .findOne()
        .map(answer -> journaled(Json.read(answer)));
  }

  private static <S extends org.jdbi.v3.core.statement.SqlStatement<S>> S one(
      S statement, Journal journal) {
    statement.bind("first_run_id", Identifiers.checked("first_run_id", journal.firstRunId()));
    statement.bind("number", journal.number());
    return statement;
  }

  private static Map<String, JsonNode> close(Handle handle, Journal journal) {
    Map<String, JsonNode> answered = new TreeMap<>();
    if (journal.closed().isEmpty()) {
      return answered;
    }
    String tenant = journal.key().tenant();
    handle
        .createQuery(CLOSE)
        .bind("tenant", tenant)
        .bindArray("ids", String.class, journal.closed().toArray())
        .map((row, context) -> Map.entry(row.getString("id"), text(row.getString("settlement"))))
        .forEach(
            entry ->
                entry.getValue().ifPresent(text -> answered.put(entry.getKey(), Json.read(text))));
    HumanTasks.close(handle, tenant, journal.closed());
    return answered;
  }

  private static Optional<String> text(String settlement) {
    return Optional.ofNullable(settlement);
  }

  private static void open(Handle handle, Journal journal) {
    if (journal.opened().isEmpty()) {
      return;
    }
    new Batch<>(journal.opened())
        .id("tenants", Wait::tenant)
        .id("id", Wait::id)
        .text("kind", each -> each.kind().name())
        .id("workflow_id", Wait::workflowId)
        .id("key", Wait::key)
        .text("opened_at", each -> each.openedAt().toString())
        .text("deadline", each -> each.deadline() == null ? null : each.deadline().toString())
        .id("event_type", Wait::eventType)
        .text("correlate", Wait::correlate)
        .json("variables", Wait::variables)
        .bind(handle.createUpdate(OPEN))
        .bind("activity_id", Identifiers.checked("activity_id", journal.key().activityId()))
        .bind("occurrence", Identifiers.checked("occurrence", journal.key().occurrence()))
        .execute();
  }

  /** The types of events that it begins to wait for, in order. */
  static SortedSet<String> types(Journal journal) {
    TreeSet<String> types = new TreeSet<>();
    journal.opened().stream()
        .filter(wait -> wait.kind() == Wait.Kind.EVENT)
        .forEach(wait -> types.add(Objects.requireNonNull(wait.eventType())));
    return types;
  }

  private static boolean lockTopics(Handle handle, Journal journal, AwaitedTypes awaited) {
    String tenant = journal.key().tenant();
    boolean counts = true;
    for (String type : types(journal)) {
      Optional<Instant> registeredAt =
          handle
              .createQuery(LISTENS)
              .bind("topic", Waits.topic(tenant, type))
              .bind("tenant", tenant)
              .bind("type", type)
              .map((row, context) -> Optional.ofNullable(Waits.instant(row, "registered_at")))
              .one();
      counts &= awaited.counts(tenant, type, registeredAt.orElse(null));
    }
    return counts;
  }

  private static Map<String, List<EventEnvelope>> earlier(Handle handle, Journal journal) {
    Map<String, List<EventEnvelope>> earlier = new TreeMap<>();
    for (Wait wait : journal.opened()) {
      if (wait.kind() == Wait.Kind.EVENT) {
        earlier.put(
            wait.id(),
            Keys.bind(handle.createQuery(EARLIER), journal.key())
                .bind("type", wait.eventType())
                .mapTo(String.class)
                .map(Json::envelope)
                .list());
      }
    }
    return earlier;
  }

  private static JsonNode json(Journaled answer) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putObject("answered").setAll(answer.answered());
    ObjectNode earlier = json.putObject("earlier");
    answer
        .earlier()
        .forEach(
            (wait, events) -> {
              var array = earlier.putArray(wait);
              events.forEach(event -> array.add(Json.read(Json.write(event))));
            });
    return json;
  }

  private static Journaled journaled(JsonNode json) {
    Map<String, JsonNode> answered = new TreeMap<>();
    json.path("answered")
        .properties()
        .forEach(each -> answered.put(each.getKey(), each.getValue()));
    Map<String, List<EventEnvelope>> earlier = new TreeMap<>();
    for (Map.Entry<String, JsonNode> each : json.path("earlier").properties()) {
      List<EventEnvelope> events = new ArrayList<>();
      each.getValue().forEach(event -> events.add(Json.envelope(event.toString())));
      earlier.put(each.getKey(), events);
    }
    return new Journaled(answered, earlier);
  }
}
