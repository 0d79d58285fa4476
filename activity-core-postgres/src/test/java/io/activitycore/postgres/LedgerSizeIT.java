package io.activitycore.postgres;

import static io.activitycore.postgres.PostgresStoreIT.beginning;
import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.run.RunKey;
import io.activitycore.spi.RunStore.Prepared;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/**
 * A ledger of many rows, half of them (a million at most) expired: begins stay quick, a sweep takes
 * what expired, and new rows go where it was. {@code -Dactivity-core.ledger-rows=1000000} for the
 * figures of docs/performance.md; fifty million with the profile {@code soak}.
 */
class LedgerSizeIT {

  private static final int ROWS = Integer.getInteger("activity-core.ledger-rows", 20_000);
  private static final int EXPIRED = Math.min(ROWS / 2, 1_000_000);
  private static final int BATCH = 100;
  private static final int BEGUN = 5_000;
  private static final int PART = 5_000_000;

  @Test
  void expiryKeepsTheSizeAndNoBeginWaitsForIt() {
    try (TestDatabase database = TestDatabase.shared();
        PostgresRetention retention =
            PostgresRetention.create(
                database.dataSource(), database.options(), PostgresRetention.Periods.defaults())) {
      PostgresStore store = database.store();
      fill(database);
      vacuum(database);
      begin(store, "warm");
      long begins = millis(() -> begin(store, "a"));
      long full = size(database);
      long swept = millis(() -> assertThat(retention.sweep()).isEqualTo(EXPIRED));
      vacuum(database);
      fill(database, "new", 1, EXPIRED, 0);
      long again = size(database);
      System.out.printf(
          "ledger of %,d rows: %,d begins in %d ms (batches of %d), sweep of %,d %d ms,"
              + " %,d bytes full, %,d after sweep and refill%n",
          ROWS, BEGUN, begins, BATCH, EXPIRED, swept, full, again);
      assertThat((double) again / full).as("growth by one turn").isLessThan(1.3);
    }
  }

  private static void begin(PostgresStore store, String prefix) {
    for (int from = 0; from < BEGUN; from += BATCH) {
      List<Prepared> begun =
          store
              .runs()
              .prepare(
                  IntStream.range(from, from + BATCH)
                      .mapToObj(
                          n ->
                              beginning(new RunKey("default", "orders", prefix + "-" + n), "first"))
                      .toList());
      assertThat(begun).allMatch(Prepared.Planned.class::isInstance);
    }
  }

  private static long millis(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }

  /** The key's index is made afterwards: row by row, at random places, it would take hours. */
  private static void fill(TestDatabase database) {
    Jdbi sql = database.sql();
    sql.useHandle(handle -> handle.execute("ALTER TABLE <s>.ledger DROP CONSTRAINT ledger_pkey"));
    for (int from = 1; from <= ROWS; from += PART) {
      fill(database, "old", from, Math.min(from + PART - 1, ROWS), EXPIRED);
    }
    sql.useHandle(
        handle ->
            handle.execute(
                "ALTER TABLE <s>.ledger ADD PRIMARY KEY (tenant, activity_id, occurrence)"));
  }

  /** Keys whose time was over an hour ago, for the first so many; the rest in a day. */
  private static void fill(TestDatabase database, String prefix, int from, int to, int expired) {
    database
        .sql()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        "INSERT INTO <s>.ledger SELECT 'default', 'orders', :prefix || '-' ||"
                            + " md5(n::text), 1, md5(n::text) || '-run', md5(n::text) ||"
                            + " md5(n::text), now() + n * interval '1 millisecond' + CASE WHEN n"
                            + " \\<= :expired THEN -interval '1 hour' ELSE interval '1 day' END"
                            + " FROM generate_series(:from, :to) n")
                    .bind("prefix", prefix)
                    .bind("from", from)
                    .bind("to", to)
                    .bind("expired", expired)
                    .execute());
  }

  private static void vacuum(TestDatabase database) {
    database.sql().useHandle(handle -> handle.execute("VACUUM ANALYZE <s>.ledger"));
  }

  private static long size(TestDatabase database) {
    return database
        .sql()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT sum(pg_total_relation_size(inhrelid))::bigint FROM pg_inherits"
                            + " WHERE inhparent = :ledger::regclass")
                    .bind("ledger", database.schema() + ".ledger")
                    .mapTo(Long.class)
                    .one());
  }
}
