package io.activitycore.postgres;

import static io.activitycore.postgres.PostgresStoreIT.beginning;
import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.event.EventEnvelope;
import io.activitycore.run.RunKey;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore.Ending;
import io.activitycore.spi.WaitStore;
import io.activitycore.testing.PrivateServer;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

/** What a run, and a claim, cost the database. With the profile {@code soak}, of ten million. */
class PostgresCostIT {

  private static final int WAITING = Integer.getInteger("activity-core.outbox-rows", 200_000);

  @Test
  void aRunIsTwoTransactionsOfOneStatementEach() {
    try (PrivateServer server = PrivateServer.postgres();
        TestDatabase database = TestDatabase.at(server.address(), 2)) {
      PostgresStore store = database.store();
      database.sql().useHandle(handle -> handle.execute("CREATE EXTENSION pg_stat_statements"));
      run(store, "warm");
      database.sql().useHandle(handle -> handle.execute("SELECT pg_stat_statements_reset()"));
      run(store, "e1");
      List<String> statements =
          database
              .sql()
              .withHandle(
                  handle ->
                      handle
                          .createQuery(
                              "SELECT query FROM pg_stat_statements, generate_series(1, calls)"
                                  + " WHERE query NOT LIKE '%pg_stat_statements%'")
                          .mapTo(String.class)
                          .list());
      assertThat(statements).as("begin and commit are not needed").hasSize(2);
      assertThat(statements).allMatch(sql -> sql.startsWith("WITH asked AS"));
    }
  }

  private static void run(PostgresStore store, String occurrence) {
    RunKey key = new RunKey("default", "orders", occurrence);
    store.runs().prepare(List.of(beginning(key, "first")));
    store
        .runs()
        .finish(
            List.of(
                new Ending(
                    key,
                    "first",
                    RunOutcome.COMPLETED,
                    beginning(key, "first").plan(),
                    List.of())));
  }

  @Test
  void aRunGoesByItsKeysBeforeItsTablesHaveStatistics() {
    try (TestDatabase database = TestDatabase.shared(2)) {
      PostgresStore store = database.store();
      database
          .sql()
          .useHandle(
              handle -> handle.execute("ALTER TABLE <s>.run SET (autovacuum_enabled = false)"));
      int runs = 40; // of either connection more than it takes until a plan is kept
      for (int n = 0; n < runs; n++) {
        run(store, "e" + n);
      }
      database.dataSource().getHikariPoolMXBean().softEvictConnections(); // they tell when they go
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(timesByKey(database)).isEqualTo(runs));
    }
  }

  private static long timesByKey(TestDatabase database) {
    return database
        .sql()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT idx_scan FROM pg_stat_user_tables"
                            + " WHERE relname = 'run' AND schemaname = :schema")
                    .bind("schema", database.schema())
                    .mapTo(Long.class)
                    .one());
  }

  @Test
  void eventsThatNobodyWaitsForCostAFewStatementsASecond() {
    try (PrivateServer server = PrivateServer.postgres();
        TestDatabase database = TestDatabase.at(server.address(), 2)) {
      WaitStore waits = database.store().waits();
      database.sql().useHandle(handle -> handle.execute("CREATE EXTENSION pg_stat_statements"));
      database.sql().useHandle(handle -> handle.execute("SELECT pg_stat_statements_reset()"));
      long began = System.nanoTime();
      for (int n = 0; n < 1_000; n++) {
        EventEnvelope event = AwaitedTypesIT.event("unmatched-" + n);
        if (waits.mayBeAwaited("default", event.type())) {
          assertThat(waits.offer("default", event, Duration.ZERO)).isEmpty();
        }
        assertThat(waits.offer("default", event, Duration.ZERO)).as("recorded ones").isEmpty();
      }
      long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
      long statements =
          database
              .sql()
              .withHandle(
                  handle ->
                      handle
                          .createQuery(
                              "SELECT coalesce(sum(calls), 0) FROM pg_stat_statements"
                                  + " WHERE query NOT LIKE '%pg_stat_statements%'")
                          .mapTo(Long.class)
                          .one());
      assertThat(statements).isBetween(1L, 4 + 2 * seconds);
    }
  }

  @Test
  void aClaimGoesByTheIndexOfWhatIsDueHoweverMuchThereIs() {
    try (TestDatabase database = TestDatabase.shared()) {
      PostgresStore store = database.store();
      String few = plan(database, 1_000);
      String many = plan(database, WAITING);
      assertThat(few).contains("outbox_due");
      assertThat(many).contains("outbox_due").doesNotContain("Seq Scan", "Sort");
      assertThat(store.outbox().claim(100, Duration.ofMinutes(1))).hasSize(100);
    }
  }

  private static String plan(TestDatabase database, int rows) {
    return database
        .sql()
        .withHandle(
            handle -> {
              fill(handle, rows);
              handle.execute("ANALYZE <s>.outbox");
              return String.join(
                  "\n",
                  handle
                      .createQuery(
                          "EXPLAIN SELECT id FROM <s>.outbox WHERE published_at IS NULL AND"
                              + " due_at \\<= now() ORDER BY due_at, id LIMIT 100 FOR UPDATE SKIP"
                              + " LOCKED")
                      .mapTo(String.class)
                      .list());
            });
  }

  private static void fill(Handle handle, int rows) {
    handle
        .createUpdate(
            "INSERT INTO <s>.outbox (event_id, event) SELECT :rows || '-' || n, ('{\"event_id\":"
                + " \"' || n || '\", \"type\": \"t\", \"source\": \"s\", \"occurred_at\":"
                + " \"2026-11-21T12:00:00Z\", \"payload\": {}}')::json FROM generate_series(1,"
                + " :rows) n")
        .bind("rows", rows)
        .execute();
  }
}
