package io.activitycore.postgres.internal;

import io.activitycore.spi.ParkedEvents;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Events of disabled definitions. Thread-safe. */
public final class ParkedRows implements ParkedEvents {

  private static final String INSERT =
      """
      INSERT INTO <s>.parked_event (tenant, activity_id, event_id, event)
      SELECT tenant, activity_id, event_id, event::json
      FROM unnest(:tenant, :activity_id, :event_id, :event) WITH ORDINALITY
        AS e (tenant, activity_id, event_id, event, n)
      ORDER BY n
      ON CONFLICT DO NOTHING
      """;

  private static final String ANY =
      "SELECT EXISTS (SELECT FROM <s>.parked_event WHERE tenant = :tenant AND activity_id = :id)";

  private static final String COUNTS =
      """
      SELECT activity_id, count(*) AS parked FROM <s>.parked_event
      WHERE tenant = :tenant
      GROUP BY activity_id
      """;

  private static final String LEASE =
      """
      INSERT INTO <s>.parked_lease AS l (tenant, activity_id, until)
      VALUES (:tenant, :id, clock_timestamp() + :lease * interval '1 millisecond')
      ON CONFLICT (tenant, activity_id) DO UPDATE SET until = excluded.until
      WHERE l.until \\<= clock_timestamp()
      """;

  private static final String FIRST =
      """
      SELECT event FROM <s>.parked_event
      WHERE tenant = :tenant AND activity_id = :id
      ORDER BY id
      LIMIT :limit
      """;

  private static final String DELETE =
      """
      DELETE FROM <s>.parked_event
      WHERE tenant = :tenant AND activity_id = :id AND event_id = ANY (:events)
      """;

  private static final String GIVE_BACK =
      "DELETE FROM <s>.parked_lease WHERE tenant = :tenant AND activity_id = :id";

  private final Database database;

  /** Over a database. */
  public ParkedRows(Database database) {
    this.database = database;
  }

  @Override
  public void park(List<Parked> events) {
    database.statement(
        "park events",
        handle ->
            new Batch<>(events)
                .id("tenant", Parked::tenant)
                .id("activity_id", Parked::activityId)
                .id("event_id", parked -> parked.event().eventId())
                .text("event", parked -> Json.write(parked.event()))
                .bind(handle.createUpdate(INSERT))
                .execute());
  }

  @Override
  public boolean any(String tenant, String activityId) {
    return database.statement(
        "look for parked events", handle -> hasSome(handle, tenant, activityId));
  }

  private static boolean hasSome(Handle handle, String tenant, String activityId) {
    return Keys.bind(handle.createQuery(ANY), tenant, activityId).mapTo(Boolean.class).one();
  }

  @Override
  public Map<String, Long> counts(String tenant) {
    return database.statement(
        "count parked events",
        handle ->
            handle
                .createQuery(COUNTS)
                .bind("tenant", Identifiers.checked("tenant", tenant))
                .map(
                    (row, context) ->
                        Map.entry(row.getString("activity_id"), row.getLong("parked")))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  @Override
  public List<Parked> claim(String tenant, String activityId, int limit, Duration lease) {
    return database.inTransaction(
        "claim parked events",
        handle -> {
          if (!hasSome(handle, tenant, activityId) || !leased(handle, tenant, activityId, lease)) {
            return List.of();
          }
          return Keys.bind(handle.createQuery(FIRST), tenant, activityId)
              .bind("limit", limit)
              .map(
                  (row, context) ->
                      new Parked(tenant, activityId, Json.envelope(row.getString("event"))))
              .list();
        });
  }

  private static boolean leased(Handle handle, String tenant, String activityId, Duration lease) {
    return Keys.bind(handle.createUpdate(LEASE), tenant, activityId)
            .bind("lease", lease.toMillis())
            .execute()
        == 1;
  }

  @Override
  public void released(String tenant, String activityId, List<String> eventIds) {
    database.inTransaction(
        "forget parked events",
        handle -> {
          Keys.bind(handle.createUpdate(DELETE), tenant, activityId)
              .bindArray("events", String.class, eventIds.toArray())
              .execute();
          return Keys.bind(handle.createUpdate(GIVE_BACK), tenant, activityId).execute();
        });
  }
}
