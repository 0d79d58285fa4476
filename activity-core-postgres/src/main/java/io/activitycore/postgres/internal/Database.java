package io.activitycore.postgres.internal;

import io.activitycore.ActivityCoreException;
import io.activitycore.spi.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * The host's database. Thread-safe. In SQL, {@code <s>} is the schema, and {@code <asynchronously>}
 * a condition that always holds: a statement with it, which must be a transaction by itself, is
 * answered before the server's log is on its disk (and on a standby). A crash of the server may
 * forget what it wrote in the second before, but nothing that was committed ahead of something that
 * is kept. What may be forgotten so: docs/adr/0017.
 *
 * <p>What PostgreSQL takes back because of others (a deadlock, a serialization failure) is tried
 * again; whatever else fails is a {@link StoreException}, and a refusal where it lies in what was
 * to be kept.
 */
public final class Database {

  private static final String ASYNCHRONOUSLY =
      "(SELECT set_config('synchronous_commit', 'off', true)) = 'off'";

  private static final Pattern SCHEMA = Pattern.compile("(?!pg_)[a-z_][a-z0-9_]{0,62}");
  private static final int ATTEMPTS = 10;
  private static final int LONGEST_PAUSE_MILLIS = 20;

  private final Jdbi jdbi;
  private final String schema;

  /**
   * Over the host's connections.
   *
   * @throws IllegalArgumentException when the schema's name is not {@code [a-z_][a-z0-9_]{0,62}} or
   *     begins with {@code pg_}
   */
  public Database(DataSource dataSource, String schema) {
    if (!SCHEMA.matcher(schema).matches()) {
      throw new IllegalArgumentException(
          "schema \"" + schema + "\": expected " + SCHEMA.pattern() + ", such as activity_core");
    }
    this.schema = schema;
    this.jdbi =
        Jdbi.create(() -> committing(dataSource))
            .registerArrayType(String.class, "text")
            .define("s", schema)
            .define("asynchronously", ASYNCHRONOUSLY);
  }

  /** One that does not commit by itself would look as if it were in somebody's transaction. */
  private static Connection committing(DataSource dataSource) throws SQLException {
    Connection connection = dataSource.getConnection();
    if (!connection.getAutoCommit()) {
      connection.setAutoCommit(true);
    }
    return connection;
  }

  /** The schema. */
  public String schema() {
    return schema;
  }

  /**
   * Does several statements in one transaction, which may be tried again.
   *
   * @param what for the error: what the store was asked to do, such as {@code finish runs}
   */
  public <R> R inTransaction(String what, HandleCallback<R, RuntimeException> work) {
    return tried(what, () -> jdbi.inTransaction(work));
  }

  /** Does one statement, which is a transaction by itself: it saves two round trips. */
  public <R> R statement(String what, HandleCallback<R, RuntimeException> work) {
    return tried(what, () -> jdbi.withHandle(work));
  }

  /** Work that may throw what it wants. */
  interface Once<R> {
    R in(Handle handle) throws Exception;
  }

  /**
   * Does several statements in one transaction, with work of somebody else between them: it is not
   * tried again. What that work asks of a store on the same thread is none of this transaction
   * (jdbi's own {@code inTransaction} would lend it this handle).
   */
  <R> R once(String what, Once<R> work) throws Exception {
    try (Handle handle = jdbi.open()) {
      return handle.inTransaction(work::in);
    } catch (JdbiException e) {
      throw failed(what, cause(e), e);
    }
  }

  /**
   * First in a transaction that looks again at what it waited for, as the host's pool may have
   * another level.
   */
  static void readCommitted(Handle handle) {
    handle.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
  }

  boolean hasTable(String table) {
    return statement(
        "look for its tables",
        handle ->
            handle
                .createQuery("SELECT to_regclass(:name) IS NOT NULL")
                .bind("name", schema + "." + table)
                .mapTo(Boolean.class)
                .one());
  }

  private interface Work<R> {
    R run() throws SQLException;
  }

  private static <R> R tried(String what, Work<R> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return work.run();
      } catch (ActivityCoreException e) {
        throw e;
      } catch (RuntimeException | SQLException e) {
        SQLException cause = cause(e);
        if (attempt == ATTEMPTS || cause == null || !isTakenBack(cause)) {
          throw failed(what, cause, e);
        }
        pause(attempt);
      }
    }
  }

  private static StoreException failed(String what, @Nullable SQLException cause, Exception e) {
    String why =
        cause == null ? e.toString() : cause.getSQLState() + " " + firstLine(cause.getMessage());
    String message = "the store could not " + what + ": " + why;
    return cause != null && isRefused(cause)
        ? StoreException.refusal(message, e)
        : new StoreException(message, e);
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "" : message.lines().findFirst().orElse("");
  }

  private static @Nullable SQLException cause(Throwable e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof SQLException found) {
        return found;
      }
    }
    return null;
  }

  /** Serialization failure, deadlock. */
  private static boolean isTakenBack(SQLException e) {
    return "40001".equals(e.getSQLState()) || "40P01".equals(e.getSQLState());
  }

  /** By class: data exception, program limit exceeded. A violated constraint may be a race. */
  private static boolean isRefused(SQLException e) {
    String state = e.getSQLState();
    return state != null && (state.startsWith("22") || state.startsWith("54"));
  }

  private static void pause(int attempt) {
    int most = Math.min(LONGEST_PAUSE_MILLIS, 1 << attempt);
    LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(1, most + 1) * 1_000_000L);
  }
}
