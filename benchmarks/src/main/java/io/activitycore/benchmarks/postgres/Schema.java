package io.activitycore.benchmarks.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.activitycore.postgres.PostgresOptions;
import io.activitycore.postgres.PostgresStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** A schema of a benchmark's own, dropped when it is closed. Thread-safe. */
final class Schema implements AutoCloseable {

  /** HikariCP's own default, as a host has that says nothing. */
  private static final int CONNECTIONS = 10;

  private final HikariDataSource pool;
  private final String name = "bench_" + UUID.randomUUID().toString().substring(0, 8);

  Schema(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(CONNECTIONS);
    this.pool = new HikariDataSource(config);
  }

  PostgresStore store() {
    return PostgresStore.create(pool, PostgresOptions.defaults().withSchema(name));
  }

  /** Events out that are due. */
  void fillOutbox(String prefix, long rows) {
    execute(
        "INSERT INTO %s.outbox (event_id, event) SELECT '"
            + prefix
            + "-' || n, ('{\"event_id\": \""
            + prefix
            + "-' || n || '\", \"type\": \"TaskCompleted\", \"source\": \"activity-core/default\","
            + " \"subject\": \"orders\", \"occurred_at\": \"2026-11-21T12:00:00Z\", \"payload\":"
            + " {\"activity_id\": \"orders\", \"version\": 1, \"workflow_id\":"
            + " \"activity-orders:evt-' || n || '\", \"trigger\": \"event\", \"occurrence\":"
            + " \"evt-' || n || '\", \"node\": \"charge\", \"task\": \"billing.charge\","
            + " \"result\": {\"id\": \"' || md5(n::text) || '\"}}}')::json"
            + " FROM generate_series(1, "
            + rows
            + ") n");
    execute("VACUUM ANALYZE %s.outbox");
  }

  /** The SQL, with the schema as {@code %s}. */
  void execute(String sql) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(String.format(sql, name));
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  @Override
  public void close() {
    try {
      execute("DROP SCHEMA IF EXISTS %s CASCADE");
    } finally {
      pool.close();
    }
  }
}
