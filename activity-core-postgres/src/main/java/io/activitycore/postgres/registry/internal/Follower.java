package io.activitycore.postgres.registry.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on a connection of its own. A notification says only that it is worth to look; what
 * counts is the tenant's revision, which is also read every few seconds and whenever the connection
 * is new, so that a lost notification, a lost connection or a driver without notifications costs
 * seconds and never a change.
 */
final class Follower implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

  private static final int SLICE_MILLIS = 250;
  private static final long POLL_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int NETWORK_TIMEOUT_MILLIS = 10_000;
  private static final long CLOSE_MILLIS = 2_000;

  private final DataSource dataSource;
  private final String schema;
  private final String tenant;
  private final Runnable listener;
  private final Thread thread;
  private long told;
  private long nextLook;
  private long pause = SHORTEST_PAUSE_NANOS;
  private volatile boolean closed;

  /**
   * Of a tenant.
   *
   * @param told the revision that everybody knows
   */
  Follower(DataSource dataSource, String schema, String tenant, long told, Runnable listener) {
    this.dataSource = dataSource;
    this.schema = schema;
    this.tenant = tenant;
    this.told = told;
    this.listener = listener;
    this.thread = new Thread(this::run, "activity-core-registry");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (!closed) {
      try (Connection connection = dataSource.getConnection()) {
        listen(connection);
      } catch (SQLException | RuntimeException e) {
        if (!closed) {
          LOG.warn(
              "The registry of {} is not listened to, trying again: {}", tenant, e.getMessage());
          LockSupport.parkNanos(pause);
          pause = Math.min(pause * 2, POLL_NANOS);
        }
      }
    }
  }

  private void listen(Connection connection) throws SQLException {
    boolean autoCommit = connection.getAutoCommit();
    int timeout = connection.getNetworkTimeout();
    connection.setAutoCommit(true);
    connection.setNetworkTimeout(Runnable::run, NETWORK_TIMEOUT_MILLIS);
    try {
      execute(connection, "LISTEN " + Changes.CHANNEL);
      look(connection);
      pause = SHORTEST_PAUSE_NANOS;
      while (!closed) {
        if (awaitNotification(connection) || System.nanoTime() - nextLook >= 0) {
          look(connection);
        }
      }
      execute(connection, "UNLISTEN " + Changes.CHANNEL);
    } finally {
      if (!connection.isClosed()) {
        connection.setNetworkTimeout(Runnable::run, timeout);
        connection.setAutoCommit(autoCommit);
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Whether there is one for this tenant; waits for a moment. */
  private boolean awaitNotification(Connection connection) throws SQLException {
    if (!connection.isWrapperFor(PGConnection.class)) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(SLICE_MILLIS));
      return false;
    }
    PGNotification[] notifications =
        connection.unwrap(PGConnection.class).getNotifications(SLICE_MILLIS);
    if (notifications != null) {
      for (PGNotification notification : notifications) {
        if (notification.getParameter().equals(Changes.payload(schema, tenant))) {
          return true;
        }
      }
    }
    return false;
  }

  /** What a listener could not take is told to it again. */
  private void look(Connection connection) throws SQLException {
    nextLook = System.nanoTime() + POLL_NANOS;
    long revision = revision(connection);
    if (revision == told) {
      return;
    }
    try {
      listener.run();
      told = revision;
    } catch (RuntimeException e) {
      LOG.warn("The definitions of {} were not loaded, trying again", tenant, e);
      nextLook = System.nanoTime() + AGAIN_NANOS;
    }
  }

  private long revision(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT coalesce(max(revision), 0) FROM " + schema + ".registry WHERE tenant = ?")) {
      statement.setString(1, tenant);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  /** Gives the connection back. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    if (Thread.currentThread() != thread) {
      try {
        thread.join(CLOSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
