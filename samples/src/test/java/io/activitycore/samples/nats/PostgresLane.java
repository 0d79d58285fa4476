package io.activitycore.samples.nats;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.activitycore.postgres.PostgresOptions;
import io.activitycore.postgres.PostgresStore;
import io.activitycore.postgres.registry.PostgresRegistry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A lane's schema in PostgreSQL, on a pool of its own. */
final class PostgresLane implements AutoCloseable {

  private final HikariDataSource pool;
  private final String schema;

  PostgresLane(Lane lane, String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(12);
    this.pool = new HikariDataSource(config);
    this.schema = lane.name().replace('-', '_');
  }

  PostgresStore store() {
    return PostgresStore.create(pool, options());
  }

  /** One that remembers keys so long only. */
  PostgresStore store(Duration window) {
    return PostgresStore.create(pool, options().withLedgerWindow(window));
  }

  PostgresOptions options() {
    return PostgresOptions.defaults().withSchema(schema);
  }

  /** The definitions of a tenant; the store has made the schema. */
  PostgresRegistry registry(String tenant) {
    return PostgresRegistry.create(pool, options(), tenant);
  }

  /** What a query over one table gives, such as {@code count(*)}. */
  long number(String what, String from) {
    return sql("SELECT " + what + " FROM " + schema + "." + from);
  }

  String schema() {
    return schema;
  }

  void drop() {
    execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
  }

  void execute(String sql) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private long sql(String query) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(query, e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
