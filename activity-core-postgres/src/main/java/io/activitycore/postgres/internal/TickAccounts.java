package io.activitycore.postgres.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.spi.TickStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The accounts of schedules; each is a row, which whoever changes it locks. Thread-safe. */
public final class TickAccounts implements TickStore {

  private static final String MINE = " WHERE tenant = :tenant AND activity_id = :id";

  private static final String FIND = "SELECT * FROM <s>.tick_account" + MINE;

  private static final String OPEN =
      """
      INSERT INTO <s>.tick_account (tenant, activity_id, opened_after, settled_to, covered_to)
      VALUES (:tenant, :id, :at, :at, :at)
      ON CONFLICT (tenant, activity_id)
      """;

  private static final String COVER =
      OPEN + "DO UPDATE SET covered_to = greatest(tick_account.covered_to, excluded.covered_to)";

  private static final String RANGE =
      """
      INSERT INTO <s>.tick_range
        (tenant, activity_id, kind, first_tick, last_tick, ticks, reason)
      SELECT :tenant, :id, kind, first::timestamptz, last::timestamptz, ticks::bigint, reason
      FROM unnest(:kind, :first, :last, :ticks, :reason) WITH ORDINALITY
        AS r (kind, first, last, ticks, reason, n)
      ORDER BY n
      """;

  private final Database database;

  /** Over a database. */
  public TickAccounts(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Account> find(String tenant, String activityId) {
    return database.statement(
        "find a schedule's account", handle -> find(handle, FIND, tenant, activityId));
  }

  private static Optional<Account> find(
      Handle handle, String sql, String tenant, String activityId) {
    return Keys.bind(handle.createQuery(sql), tenant, activityId)
        .map((row, context) -> account(row))
        .findOne();
  }

  @Override
  public Account open(String tenant, String activityId, Instant after) {
    return database.inTransaction(
        "open a schedule's account",
        handle -> {
          Keys.bind(handle.createUpdate(OPEN + "DO NOTHING"), tenant, activityId)
              .bind("at", time(after))
              .execute();
          return find(handle, FIND, tenant, activityId).orElseThrow();
        });
  }

  @Override
  public void close(String tenant, String activityId) {
    database.inTransaction(
        "close a schedule's account",
        handle -> {
          for (String table : List.of("tick_range", "tick_account")) {
            Keys.bind(
                    handle.createUpdate("DELETE FROM <s>.<table>" + MINE).define("table", table),
                    tenant,
                    activityId)
                .execute();
          }
          return null;
        });
  }

  @Override
  public void cover(String tenant, String activityId, Instant to) {
    database.statement(
        "note what ticks are covered",
        handle ->
            Keys.bind(handle.createUpdate(COVER), tenant, activityId)
                .bind("at", time(to))
                .execute());
  }

  @Override
  public List<String> paused(String tenant) {
    return database.statement(
        "find paused schedules",
        handle ->
            handle
                .createQuery(
                    "SELECT activity_id FROM <s>.tick_account"
                        + " WHERE tenant = :tenant AND paused_since IS NOT NULL"
                        + " ORDER BY activity_id")
                .bind("tenant", Identifiers.checked("tenant", tenant))
                .mapTo(String.class)
                .list());
  }

  @Override
  public void pause(String tenant, String activityId, Instant since) {
    database.statement(
        "note a pause",
        handle ->
            Keys.bind(
                    handle.createUpdate(
                        "UPDATE <s>.tick_account SET paused_since = coalesce(paused_since, :at)"
                            + MINE),
                    tenant,
                    activityId)
                .bind("at", time(since))
                .execute());
  }

  @Override
  public void resume(String tenant, String activityId, List<Lapse> lapses) {
    database.inTransaction(
        "note the end of a pause",
        handle -> {
          Optional<Account> known = find(handle, FIND + " FOR UPDATE", tenant, activityId);
          if (known.isPresent()) {
            Keys.bind(
                    handle.createUpdate(
                        "UPDATE <s>.tick_account SET paused_since = NULL, lapses = :lapses::json"
                            + MINE),
                    tenant,
                    activityId)
                .bind("lapses", json(merged(known.get().lapses(), lapses)).toString())
                .execute();
          }
          return null;
        });
  }

  private static List<Lapse> merged(List<Lapse> known, List<Lapse> more) {
    List<Lapse> all = new ArrayList<>(known);
    for (Lapse lapse : more) {
      if (all.stream()
          .noneMatch(old -> old.kind() == lapse.kind() && old.after().equals(lapse.after()))) {
        all.add(lapse);
      }
    }
    return all;
  }

  @Override
  public boolean settle(
      String tenant,
      String activityId,
      Instant expected,
      Instant to,
      List<Range> ranges,
      Seen seen) {
    return database.inTransaction(
        "settle ticks",
        handle -> {
          Optional<Account> known = find(handle, FIND + " FOR UPDATE", tenant, activityId);
          if (known.isEmpty() || !known.get().settledTo().equals(micros(expected))) {
            return false;
          }
          Map<Kind, Long> counts = new EnumMap<>(Kind.class);
          counts.putAll(known.get().counts());
          ranges.forEach(range -> counts.merge(range.kind(), range.count(), Long::sum));
          ObjectNode byKind = JsonNodeFactory.instance.objectNode();
          counts.forEach((kind, count) -> byKind.put(kind.name(), count));
          List<Lapse> open =
              known.get().lapses().stream().filter(lapse -> lapse.to().isAfter(to)).toList();
          Keys.bind(
                  handle.createUpdate(
                      "UPDATE <s>.tick_account SET settled_to = :to, lapses = :lapses::json, counts"
                          + " = :counts::json, seen_missed = :missed, seen_dropped = :dropped"
                          + MINE),
                  tenant,
                  activityId)
              .bind("to", time(to))
              .bind("lapses", json(open).toString())
              .bind("counts", byKind.toString())
              .bind("missed", seen.missed())
              .bind("dropped", seen.dropped())
              .execute();
          Keys.bind(
                  new Batch<>(ranges)
                      .text("kind", range -> range.kind().name())
                      .text("first", range -> range.first().toString())
                      .text("last", range -> range.last().toString())
                      .text("ticks", range -> Long.toString(range.count()))
                      .text("reason", range -> Identifiers.readable(range.reason()))
                      .bind(handle.createUpdate(RANGE)),
                  tenant,
                  activityId)
              .execute();
          return true;
        });
  }

  @Override
  public List<Range> ranges(String tenant, String activityId, Instant from, Instant to) {
    return database.statement(
        "list what became of ticks",
        handle ->
            Keys.bind(
                    handle.createQuery(
                        "SELECT * FROM <s>.tick_range"
                            + MINE
                            + " AND last_tick >= :from AND first_tick \\<= :to ORDER BY id"),
                    tenant,
                    activityId)
                .bind("from", time(from))
                .bind("to", time(to))
                .map(
                    (row, context) ->
                        new Range(
                            Kind.valueOf(row.getString("kind")),
                            instant(row, "first_tick"),
                            instant(row, "last_tick"),
                            row.getLong("ticks"),
                            row.getString("reason")))
                .list());
  }

  private static Account account(ResultSet row) throws SQLException {
    List<Lapse> lapses = new ArrayList<>();
    for (JsonNode lapse : Json.read(row.getString("lapses"))) {
      lapses.add(
          new Lapse(
              Kind.valueOf(lapse.path("kind").asText()),
              Instant.parse(lapse.path("after").asText()),
              Instant.parse(lapse.path("to").asText()),
              lapse.path("reason").asText(),
              Instant.parse(lapse.path("at").asText())));
    }
    Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    Json.read(row.getString("counts"))
        .properties()
        .forEach(count -> counts.put(Kind.valueOf(count.getKey()), count.getValue().asLong()));
    OffsetDateTime paused = row.getObject("paused_since", OffsetDateTime.class);
    return new Account(
        row.getString("tenant"),
        row.getString("activity_id"),
        instant(row, "opened_after"),
        instant(row, "settled_to"),
        instant(row, "covered_to"),
        paused == null ? null : paused.toInstant(),
        List.copyOf(lapses),
        Map.copyOf(counts),
        new Seen(row.getLong("seen_missed"), row.getLong("seen_dropped")));
  }

  private static ArrayNode json(List<Lapse> lapses) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Lapse lapse : lapses) {
      array
          .addObject()
          .put("kind", lapse.kind().name())
          .put("after", lapse.after().toString())
          .put("to", lapse.to().toString())
          .put("reason", lapse.reason())
          .put("at", lapse.at().toString());
    }
    return array;
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    @Nullable OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    if (time == null) {
      throw new IllegalStateException("column " + column + " is never null");
    }
    return time.toInstant();
  }

  private static Instant micros(Instant at) {
    return at.truncatedTo(ChronoUnit.MICROS);
  }

  private static OffsetDateTime time(Instant at) {
    return micros(at).atOffset(java.time.ZoneOffset.UTC);
  }
}
