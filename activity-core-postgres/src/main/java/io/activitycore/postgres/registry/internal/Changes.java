package io.activitycore.postgres.registry.internal;

import io.activitycore.postgres.internal.Database;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Tells listeners that a tenant's definitions have changed. While there is one, a thread and a
 * connection listen. Thread-safe.
 */
public final class Changes {

  /** Of {@code LISTEN} and {@code NOTIFY}; a payload says which schema and tenant. */
  public static final String CHANNEL = "activity_core_registry";

  private static final String REVISION =
      "SELECT coalesce(max(revision), 0) FROM <s>.registry WHERE tenant = :tenant";

  private final DataSource dataSource;
  private final Database database;
  private final String tenant;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private @Nullable Follower follower;

  /** Of one tenant. */
  public Changes(DataSource dataSource, Database database, String tenant) {
    this.dataSource = dataSource;
    this.database = database;
    this.tenant = tenant;
  }

  /** What a notification of a tenant's change says. */
  public static String payload(String schema, String tenant) {
    return schema + "/" + tenant;
  }

  /**
   * Adds a listener; what changes from now on is told to it.
   *
   * @return closing it ends that, and with the last one the connection is given back
   * @throws io.activitycore.spi.StoreException when the database does not answer
   */
  public synchronized AutoCloseable add(Runnable listener) {
    Follower running = follower;
    if (running == null) {
      running =
          new Follower(dataSource, database.schema(), tenant, revision(), () -> tell(listeners));
      follower = running;
      listeners.add(listener);
      running.start();
    } else {
      listeners.add(listener);
    }
    return () -> remove(listener);
  }

  private long revision() {
    return database.statement(
        "read the registry's revision",
        handle -> handle.createQuery(REVISION).bind("tenant", tenant).mapTo(Long.class).one());
  }

  private static void tell(List<Runnable> listeners) {
    listeners.forEach(Runnable::run);
  }

  private void remove(Runnable listener) {
    Follower ended = null;
    synchronized (this) {
      if (listeners.remove(listener) && listeners.isEmpty()) {
        ended = follower;
        follower = null;
      }
    }
    if (ended != null) {
      ended.close();
    }
  }
}
