package io.activitycore.postgres;

import static io.activitycore.postgres.PostgresStoreIT.beginning;
import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.run.RunKey;
import io.activitycore.spi.RunStore.Prepared;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A ledger of many rows, half of them expired: begins stay quick, a sweep takes the expired half,
 * and new rows go where they were. {@code -Dactivity-core.ledger-rows=1000000} for the figures of
 * docs/performance.md; fifty million with the profile {@code soak}.
 */
class LedgerSizeIT {

  private static final int ROWS = Integer.getInteger("activity-core.ledger-rows", 20_000);
  private static final int BATCH = 100;
  private static final int BEGUN = 5_000;

  @Test
  void expiryKeepsTheSizeAndNoBeginWaitsForIt() {
    try (TestDatabase database = TestDatabase.shared();
        PostgresRetention retention =
            PostgresRetention.create(
                database.dataSource(), database.options(), PostgresRetention.Periods.defaults())) {
      PostgresStore store = database.store();
      fill(database, "old", ROWS, ROWS / 2);
      vacuum(database);
      begin(store, "warm");
      long begins = millis(() -> begin(store, "a"));
      long full = size(database);
      long swept = millis(() -> assertThat(retention.sweep()).isEqualTo(ROWS / 2));
      vacuum(database);
      fill(database, "new", ROWS / 2, 0);
      long again = size(database);
      System.out.printf(
          "ledger of %,d rows: %,d begins in %d ms (batches of %d), sweep of half %d ms,"
              + " %,d bytes full, %,d after sweep and refill%n",
          ROWS, BEGUN, begins, BATCH, swept, full, again);
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

  /** Keys whose time was over an hour ago, for the first so many; the rest in a day. */
  private static void fill(TestDatabase database, String prefix, int rows, int expired) {
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
                            + " FROM generate_series(1, :rows) n")
                    .bind("prefix", prefix)
                    .bind("rows", rows)
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
