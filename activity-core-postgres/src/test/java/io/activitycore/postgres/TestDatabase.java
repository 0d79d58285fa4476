package io.activitycore.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.activitycore.testing.Servers;
import java.util.concurrent.ThreadLocalRandom;
import org.jdbi.v3.core.Jdbi;

/** A schema of a test's own, dropped when it is closed. */
final class TestDatabase implements AutoCloseable {

  private final HikariDataSource dataSource;
  private final String schema;

  private TestDatabase(HikariDataSource dataSource) {
    this.dataSource = dataSource;
    this.schema = "test_" + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
  }

  static TestDatabase shared() {
    return new TestDatabase(pool(Servers.postgres(), 10));
  }

  static TestDatabase shared(int connections) {
    return new TestDatabase(pool(Servers.postgres(), connections));
  }

  static TestDatabase at(String url, int connections) {
    return new TestDatabase(pool(url, connections));
  }

  static HikariDataSource pool(String url, int connections) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(connections);
    config.setConnectionTimeout(2_000);
    config.setInitializationFailTimeout(30_000);
    return new HikariDataSource(config);
  }

  HikariDataSource dataSource() {
    return dataSource;
  }

  String schema() {
    return schema;
  }

  PostgresOptions options() {
    return PostgresOptions.defaults().withSchema(schema);
  }

  PostgresStore store() {
    return PostgresStore.create(dataSource, options());
  }

  /** SQL of the test's own, with the schema as {@code <s>}. */
  Jdbi sql() {
    return Jdbi.create(dataSource).define("s", schema);
  }

  @Override
  public void close() {
    try {
      sql().useHandle(handle -> handle.execute("DROP SCHEMA IF EXISTS <s> CASCADE"));
    } finally {
      dataSource.close();
    }
  }
}
