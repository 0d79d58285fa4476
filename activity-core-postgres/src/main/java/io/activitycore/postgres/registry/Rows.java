package io.activitycore.postgres.registry;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.DefinitionJson;
import io.activitycore.postgres.internal.Identifiers;
import io.activitycore.postgres.registry.RegisteredVersion.State;
import io.activitycore.spi.StoreException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The tables of the registry, for one tenant, within a transaction. Not thread-safe. */
final class Rows {

  private static final String VERSION =
      """
      SELECT v.*, s.state, s.since
      FROM <s>.definition_version v JOIN <s>.definition_state s USING (tenant, activity_id, version)
      WHERE tenant = :tenant
      """;

  private static final String LIST =
      """
      SELECT activity_id,
        (array_agg(v.owner ORDER BY version DESC))[1] AS owner,
        d.enabled, d.labels, max(version) AS newest,
        coalesce(array_agg(version ORDER BY version) FILTER (WHERE s.state = 'PUBLISHED'), '{}') AS published
      FROM <s>.definition d
        JOIN <s>.definition_version v USING (tenant, activity_id)
        JOIN <s>.definition_state s USING (tenant, activity_id, version)
      WHERE tenant = :tenant
      GROUP BY tenant, activity_id, d.enabled, d.labels
      ORDER BY activity_id
      """;

  private final Handle handle;
  private final String tenant;
  private boolean changing;

  Rows(Handle handle, String tenant) {
    this.handle = handle;
    this.tenant = tenant;
  }

  /** From here on nobody else changes definitions of this tenant. */
  void lock() {
    on(handle.createUpdate(
            "INSERT INTO <s>.registry (tenant) VALUES (:tenant) ON CONFLICT DO NOTHING"))
        .execute();
    on(handle.createQuery("SELECT revision FROM <s>.registry WHERE tenant = :tenant FOR UPDATE"))
        .mapTo(Long.class)
        .one();
  }

  /** If something was recorded, tells everybody when this transaction commits. */
  void tell(String channel, String payload) {
    if (!changing) {
      return;
    }
    on(handle.createUpdate(
            "UPDATE <s>.registry SET revision = revision + 1 WHERE tenant = :tenant"))
        .execute();
    handle
        .createQuery("SELECT pg_notify(:channel, :payload)::text")
        .bind("channel", channel)
        .bind("payload", payload)
        .mapTo(String.class)
        .one();
  }

  List<RegisteredVersion> versions(String activityId) {
    return on(handle.createQuery(VERSION + "AND activity_id = :id ORDER BY version"))
        .bind("id", activityId)
        .map((row, context) -> version(row))
        .list();
  }

  Optional<RegisteredVersion> version(String activityId, int version) {
    return on(handle.createQuery(VERSION + "AND activity_id = :id AND version = :version"))
        .bind("id", activityId)
        .bind("version", version)
        .map((row, context) -> version(row))
        .findOne();
  }

  /** The published versions of all activities, by id and version. */
  List<RegisteredVersion> published() {
    return on(handle.createQuery(
            VERSION + "AND s.state = 'PUBLISHED' ORDER BY activity_id, version"))
        .map((row, context) -> version(row))
        .list();
  }

  private static RegisteredVersion version(ResultSet row) throws SQLException {
    Contents.Key key = new Contents.Key(row.getString("activity_id"), row.getInt("version"));
    return new RegisteredVersion(
        Contents.read(key, row.getString("content"))
            .orElseThrow(() -> new StoreException(unreadable(key), null)),
        key.version(),
        row.getString("hash"),
        State.valueOf(row.getString("state")),
        row.getTimestamp("since").toInstant(),
        row.getString("author"),
        row.getString("comment"),
        row.getTimestamp("written_at").toInstant());
  }

  static String unreadable(Contents.Key key) {
    return key.activityId()
        + " version "
        + key.version()
        + " has a form that this release does not know: retire it, or use the release that wrote"
        + " it";
  }

  /** Writes the next version, as a draft. */
  RegisteredVersion add(ActivityDefinition definition, Edit edit) {
    String id = definition.id();
    on(handle.createUpdate(
            """
            INSERT INTO <s>.definition (tenant, activity_id) VALUES (:tenant, :id)
            ON CONFLICT DO NOTHING
            """))
        .bind("id", id)
        .execute();
    int version =
        on(handle.createQuery(
                """
                INSERT INTO <s>.definition_version
                  (tenant, activity_id, version, hash, content, owner, author, comment)
                SELECT :tenant, :id, coalesce(max(version), 0) + 1, :hash, CAST(:content AS json), :owner,
                  :author, :comment
                FROM <s>.definition_version WHERE tenant = :tenant AND activity_id = :id
                RETURNING version
                """))
            .bind("id", id)
            .bind("hash", DefinitionJson.hash(definition))
            .bind("content", Contents.write(definition))
            .bind("owner", Identifiers.readable(definition.owner()))
            .bind("author", edit.author())
            .bind("comment", edit.comment())
            .mapTo(Integer.class)
            .one();
    on(handle.createUpdate(
            """
            INSERT INTO <s>.definition_state (tenant, activity_id, version, state)
            VALUES (:tenant, :id, :version, 'DRAFT')
            """))
        .bind("id", id)
        .bind("version", version)
        .execute();
    return version(id, version).orElseThrow();
  }

  void state(RegisteredVersion version, State state) {
    on(handle.createUpdate(
            """
            UPDATE <s>.definition_state SET state = :state, since = now()
            WHERE tenant = :tenant AND activity_id = :id AND version = :version
            """))
        .bind("id", version.activityId())
        .bind("version", version.version())
        .bind("state", state.name())
        .execute();
  }

  void record(String activityId, @Nullable Integer version, String action, Edit edit) {
    changing = true;
    on(handle.createUpdate(
            """
            INSERT INTO <s>.definition_change (tenant, activity_id, version, action, author, comment)
            VALUES (:tenant, :id, :version, :action, :author, :comment)
            """))
        .bind("id", activityId)
        .bind("version", version)
        .bind("action", action)
        .bind("author", edit.author())
        .bind("comment", edit.comment())
        .execute();
  }

  List<RegistryChange> changes(String activityId) {
    return on(handle.createQuery(
            """
            SELECT * FROM <s>.definition_change WHERE tenant = :tenant AND activity_id = :id ORDER BY id
            """))
        .bind("id", activityId)
        .map(
            (row, context) ->
                new RegistryChange(
                    row.getObject("version", Integer.class),
                    row.getString("action"),
                    row.getString("author"),
                    row.getString("comment"),
                    row.getTimestamp("at").toInstant()))
        .list();
  }

  List<RegisteredActivity> list() {
    return on(handle.createQuery(LIST))
        .map(
            (row, context) ->
                new RegisteredActivity(
                    row.getString("activity_id"),
                    row.getString("owner"),
                    row.getBoolean("enabled"),
                    new TreeSet<>(List.of((String[]) row.getArray("labels").getArray())),
                    row.getInt("newest"),
                    Arrays.asList((Integer[]) row.getArray("published").getArray())))
        .list();
  }

  /** Returns whether there is such an activity. */
  boolean enable(String activityId, boolean enabled) {
    return on(handle.createUpdate(
                "UPDATE <s>.definition SET enabled = :enabled WHERE tenant = :tenant AND"
                    + " activity_id = :id"))
            .bind("id", activityId)
            .bind("enabled", enabled)
            .execute()
        > 0;
  }

  /** Returns whether there is such an activity. */
  boolean label(String activityId, SortedSet<String> labels) {
    return on(handle.createUpdate(
                "UPDATE <s>.definition SET labels = :labels WHERE tenant = :tenant AND activity_id"
                    + " = :id"))
            .bind("id", activityId)
            .bindArray("labels", String.class, (Object[]) labels.toArray(String[]::new))
            .execute()
        > 0;
  }

  /** What is current, without content. */
  record Current(Contents.Key key, String hash, boolean enabled) {}

  List<Current> current() {
    return on(handle.createQuery(
            """
            SELECT activity_id, version, v.hash, d.enabled
            FROM <s>.definition_state s
              JOIN <s>.definition_version v USING (tenant, activity_id, version)
              JOIN <s>.definition d USING (tenant, activity_id)
            WHERE tenant = :tenant AND s.state = 'PUBLISHED'
            ORDER BY activity_id, version
            """))
        .map(
            (row, context) ->
                new Current(
                    new Contents.Key(row.getString("activity_id"), row.getInt("version")),
                    row.getString("hash"),
                    row.getBoolean("enabled")))
        .list();
  }

  /** A version's content as it is kept. */
  record Text(Contents.Key key, String hash, String content) {}

  List<Text> texts(Collection<Contents.Key> keys) {
    Query query =
        on(
            handle.createQuery(
                """
                SELECT activity_id, version, hash, content
                FROM <s>.definition_version
                  JOIN unnest(:ids, :versions) AS k (activity_id, version) USING (activity_id, version)
                WHERE tenant = :tenant
                """));
    return query
        .bindArray("ids", String.class, keys.stream().map(Contents.Key::activityId).toArray())
        .bindArray("versions", Integer.class, keys.stream().map(Contents.Key::version).toArray())
        .map(
            (row, context) ->
                new Text(
                    new Contents.Key(row.getString("activity_id"), row.getInt("version")),
                    row.getString("hash"),
                    row.getString("content")))
        .list();
  }

  private <S extends SqlStatement<S>> S on(S statement) {
    return statement.bind("tenant", tenant);
  }
}
