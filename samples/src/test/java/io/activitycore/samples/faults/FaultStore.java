package io.activitycore.samples.faults;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.activitycore.postgres.PostgresOptions;
import io.activitycore.postgres.PostgresStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A lane's schema in PostgreSQL, on a pool of its own. */
final class FaultStore implements AutoCloseable {

  private final HikariDataSource pool;
  private final String schema;

  FaultStore(String url, String lane) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(6);
    pool = new HikariDataSource(config);
    schema = lane.replace('-', '_');
  }

  PostgresStore store() {
    return PostgresStore.create(pool, PostgresOptions.defaults().withSchema(schema));
  }

  /**
   * The rows of a query; null is the empty text.
   *
   * @param query with the table's schema as {@code %s}
   */
  List<List<String>> rows(String query) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query.formatted(schema))) {
      List<List<String>> rows = new ArrayList<>();
      int columns = found.getMetaData().getColumnCount();
      while (found.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          String value = found.getString(i);
          row.add(value == null ? "" : value);
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(query, e);
    }
  }

  /** Somebody else's, to hold something in it. */
  Connection connection() throws SQLException {
    return pool.getConnection();
  }

  /** The one number that a query gives. */
  long number(String query) {
    return Long.parseLong(rows(query).get(0).get(0));
  }

  /**
   * Changes rows.
   *
   * @param statement with the schema as {@code %s}
   */
  void change(String statement) {
    try (Connection connection = pool.getConnection();
        Statement made = connection.createStatement()) {
      made.execute(statement.formatted(schema));
    } catch (SQLException e) {
      throw new IllegalStateException(statement, e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
