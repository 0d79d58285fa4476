package io.activitycore.postgres.internal;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.activitycore.spi.StoreException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The event types that runs wait for, so that events of others are ignored without a question to
 * the database. Thread-safe.
 *
 * <p>A store answers from a set for {@link #HOLDS} after the query that read it was <em>begun</em>.
 * Before a store opens the first wait for a type it registers the type in a transaction of its own,
 * and lets {@link #COUNTS} pass after it has <em>seen</em> the row committed. Rows are never
 * removed.
 *
 * <p>So no event is missed: a set that lacks the type was asked for before the row could be seen by
 * anybody, hence before the opener saw it; it holds no longer than {@code HOLDS} from then, and the
 * wait opens after {@code COUNTS}, which is longer. Each measures with its own monotonic clock, so
 * neither the database's time nor that of hosts matters; the half that {@code COUNTS} is longer is
 * for clocks that run unevenly. The time of a registration is not compared with any clock: a commit
 * may be held up, and its row would look older than it can be seen. It tells one registration from
 * another: if a row is gone, as after a failover that lost it, the wait does not open before a new
 * one was seen for as long.
 */
public final class AwaitedTypes {

  /** How long a set holds. */
  static final long HOLDS = TimeUnit.SECONDS.toNanos(1);

  /** How long a type must have been seen as registered before a wait for it opens. */
  static final long COUNTS = HOLDS + HOLDS / 2;

  /** With more types than this every event is asked about. */
  static final int MOST = 10_000;

  private static final String EVERYWHERE =
      "SELECT tenant, type, registered_at FROM <s>.awaited_type LIMIT :limit";

  private static final String ALL =
      "SELECT type, registered_at FROM <s>.awaited_type WHERE tenant = :tenant LIMIT :limit";

  private static final String SOME =
      """
      SELECT type, registered_at FROM <s>.awaited_type
      WHERE tenant = :tenant AND type = ANY (:types)
      """;

  private static final String REGISTER =
      """
      INSERT INTO <s>.awaited_type (tenant, type)
      SELECT :tenant, type FROM unnest(:types) AS t (type) ORDER BY type
      ON CONFLICT DO NOTHING
      """;

  private record Row(String type, Instant registeredAt) {}

  /** A registration, and since when we have seen it. */
  private record Seen(Instant registeredAt, long since) {}

  private static final class Tenant {
    final Map<String, Seen> seen = new ConcurrentHashMap<>();
    final AtomicLong lastRead;
    volatile @Nullable AwaitedSet set;

    Tenant(long lastRead) {
      this.lastRead = new AtomicLong(lastRead);
    }

    synchronized void set(AwaitedSet read) {
      AwaitedSet before = set;
      if (before == null || read.isNewerThan(before)) {
        set = read;
      }
    }
  }

  private final Database database;
  private final LongSupplier nanos;
  private final Map<String, Tenant> tenants = new ConcurrentHashMap<>();

  /**
   * Over a database.
   *
   * @param nanos a monotonic clock
   */
  public AwaitedTypes(Database database, LongSupplier nanos) {
    this.database = database;
    this.nanos = nanos;
  }

  /** Sees what is registered, so that it counts when the first runs get to their waits. */
  public void seeAll() {
    Map<String, List<Row>> rows =
        database.statement(
            "read the awaited event types",
            handle ->
                handle
                    .createQuery(EVERYWHERE)
                    .bind("limit", MOST)
                    .map((row, context) -> Map.entry(row.getString("tenant"), row(row)))
                    .list()
                    .stream()
                    .collect(
                        groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList()))));
    rows.forEach((tenant, seen) -> see(tenant(tenant), seen));
  }

  private Tenant tenant(String name) {
    return tenants.computeIfAbsent(name, each -> new Tenant(nanos.getAsLong() - HOLDS));
  }

  /**
   * False only when certainly no run waits for events of a type. Asks nobody; now and then one
   * caller is told true, so that it looks and the set is read again.
   */
  boolean mayBeAwaited(String tenant, String type) {
    AwaitedSet set = tenant(tenant).set;
    long now = nanos.getAsLong();
    return set == null || !set.holds(now) || !set.lacks(type) || set.isToBeRenewed(now);
  }

  /** The same, after the set was read again, if it is time and nobody else does so. */
  boolean mayBeAwaitedStill(String tenant, String type) {
    Tenant of = tenant(tenant);
    AwaitedSet set = of.set;
    long now = nanos.getAsLong();
    if ((set == null || set.isOld(now)) && isOurTurn(of, now)) {
      read(tenant, of);
      set = of.set;
    }
    return set == null || !set.holds(nanos.getAsLong()) || !set.lacks(type);
  }

  /** Nobody waits for who reads, as that may take long. */
  private static boolean isOurTurn(Tenant of, long now) {
    long last = of.lastRead.get();
    return now - last >= HOLDS / 2 && of.lastRead.compareAndSet(last, now);
  }

  private void read(String tenant, Tenant of) {
    long asked = nanos.getAsLong();
    List<Row> rows =
        database.statement(
            "read the awaited event types",
            handle ->
                handle
                    .createQuery(ALL)
                    .bind("tenant", Identifiers.checked("tenant", tenant))
                    .bind("limit", MOST + 1)
                    .map((row, context) -> row(row))
                    .list());
    see(of, rows);
    Set<String> types = new HashSet<>();
    rows.forEach(row -> types.add(row.type()));
    of.set(new AwaitedSet(types, rows.size() <= MOST, asked));
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(row.getString("type"), registeredAt(row));
  }

  private static Instant registeredAt(ResultSet row) throws SQLException {
    return Objects.requireNonNull(Waits.instant(row, "registered_at"));
  }

  private void see(Tenant of, List<Row> rows) {
    long now = nanos.getAsLong();
    for (Row row : rows) {
      of.seen.compute(
          row.type(),
          (type, before) ->
              before != null && before.registeredAt().equals(row.registeredAt())
                  ? before
                  : new Seen(row.registeredAt(), now));
    }
  }

  /** Registers what is not. */
  void register(String tenant, Set<String> types) {
    Tenant of = tenant(tenant);
    for (boolean registered = false; ; registered = true) {
      Set<String> unseen = new TreeSet<>(types);
      unseen.removeAll(of.seen.keySet());
      if (unseen.isEmpty()) {
        return;
      }
      see(of, find(tenant, unseen));
      unseen.removeAll(of.seen.keySet());
      if (registered || unseen.isEmpty()) {
        return;
      }
      insert(tenant, unseen);
    }
  }

  private List<Row> find(String tenant, Set<String> types) {
    return database.statement(
        "look for awaited event types",
        handle ->
            handle
                .createQuery(SOME)
                .bind("tenant", Identifiers.checked("tenant", tenant))
                .bindArray("types", String.class, types.toArray())
                .map((row, context) -> row(row))
                .list());
  }

  private void insert(String tenant, Set<String> types) {
    types.forEach(type -> Identifiers.checked("event_type", type));
    database.statement(
        "register awaited event types",
        handle ->
            handle
                .createUpdate(REGISTER)
                .bind("tenant", Identifiers.checked("tenant", tenant))
                .bindArray("types", String.class, types.toArray())
                .execute());
  }

  /**
   * Registers what is not, and waits until waits for all of them may open: at most {@link #COUNTS},
   * the first time that this store has to do with a type.
   *
   * @throws StoreException when the thread is interrupted
   */
  void awaitCounting(String tenant, Set<String> types) {
    register(tenant, types);
    Tenant of = tenant(tenant);
    for (String type : types) {
      Seen seen = of.seen.get(type);
      while (seen != null && nanos.getAsLong() - seen.since() < COUNTS) {
        if (Thread.currentThread().isInterrupted()) {
          throw new StoreException(
              "interrupted before the first wait for events of type " + type + " opened", null);
        }
        LockSupport.parkNanos(this, COUNTS - (nanos.getAsLong() - seen.since()));
      }
    }
  }

  /**
   * Whether a wait may open in a transaction that sees this registration.
   *
   * @param registeredAt null where it sees none
   */
  boolean counts(String tenant, String type, @Nullable Instant registeredAt) {
    Map<String, Seen> all = tenant(tenant).seen;
    Seen seen = all.get(type);
    if (seen == null) {
      return false;
    }
    if (!seen.registeredAt().equals(registeredAt)) {
      all.remove(type, seen);
      return false;
    }
    return nanos.getAsLong() - seen.since() >= COUNTS;
  }
}
