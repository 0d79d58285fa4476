package io.activitycore.postgres;

import static io.activitycore.postgres.PostgresStoreIT.beginning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.activitycore.event.EventEnvelope;
import io.activitycore.run.RunKey;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.Outbox;
import io.activitycore.spi.RunStore.Ending;
import io.activitycore.spi.RunStore.Prepared;
import io.activitycore.spi.Store;
import io.activitycore.spi.StoreException;
import io.activitycore.testing.PrivateServer;
import io.activitycore.testing.store.RunStoreContract;
import io.activitycore.testing.store.WaitStoreContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What happens when PostgreSQL, or the way to it, fails. */
class PostgresFaultsIT {

  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final int RUNS = 400;

  private static PrivateServer server;
  private static TestDatabase database;
  private static PostgresStore store;
  private static HikariDataSource strict;
  private static PostgresStore serializable;

  @BeforeAll
  static void open() {
    server = PrivateServer.postgres(List.of("max_prepared_transactions=0"));
    database = TestDatabase.at(server.address(), 8);
    store = database.store();
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(server.address());
    config.setMaximumPoolSize(8);
    config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
    config.setAutoCommit(false);
    strict = new HikariDataSource(config);
    serializable = PostgresStore.create(strict, database.options());
  }

  @AfterAll
  static void close() {
    strict.close();
    database.close();
    server.close();
  }

  private static RunKey key(String occurrence) {
    return new RunKey("default", "orders", occurrence);
  }

  /** By a connection of its own: the pool may still hold one to a server that was stopped. */
  private static long count(String from) {
    return Jdbi.create(server.address())
        .define("s", database.schema())
        .withHandle(
            handle ->
                handle.createQuery("SELECT count(*) FROM <s>." + from).mapTo(Long.class).one());
  }

  /** As the engine does: until there is an answer. */
  private static <T> T untilAnswered(Supplier<T> call) {
    Instant end = Instant.now().plus(LONGEST);
    while (true) {
      try {
        return call.get();
      } catch (StoreException e) {
        if (Instant.now().isAfter(end)) {
          throw e;
        }
      }
    }
  }

  @Test
  void overKillsAndRestartsInMidTransactionNothingIsLostAndNothingDoubled() throws Exception {
    AtomicInteger next = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        workers.add(
            pool.submit(
                () -> {
                  for (int n = next.getAndIncrement(); n < RUNS; n = next.getAndIncrement()) {
                    runOnce("k" + n);
                  }
                }));
      }
      for (int round = 1; round <= 2; round++) {
        int reached = round * RUNS / 4;
        Awaitility.await().atMost(LONGEST).until(() -> next.get() >= reached);
        server.kill();
        server.start();
      }
      Awaitility.await().atMost(LONGEST).until(() -> next.get() >= 3 * RUNS / 4);
      server.stop();
      server.start();
      for (Future<?> worker : workers) {
        worker.get();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(count("ledger WHERE occurrence LIKE 'k%'")).isEqualTo(RUNS);
    assertThat(count("run WHERE occurrence LIKE 'k%'")).isEqualTo(RUNS);
    assertThat(count("ending WHERE occurrence LIKE 'k%' AND outcome = 'COMPLETED'"))
        .isEqualTo(RUNS);
    assertThat(count("decision WHERE event_id LIKE 'k%' AND kind = 'STARTED'")).isEqualTo(RUNS);
  }

  private static void runOnce(String occurrence) {
    Prepared prepared =
        untilAnswered(
            () -> store.runs().prepare(List.of(beginning(key(occurrence), "first"))).get(0));
    assertThat(prepared).as("its own row is no duplicate").isInstanceOf(Prepared.Planned.class);
    RunOutcome outcome =
        untilAnswered(
            () ->
                store
                    .runs()
                    .finish(
                        List.of(
                            new Ending(
                                key(occurrence),
                                "first",
                                RunOutcome.COMPLETED,
                                beginning(key(occurrence), "first").plan(),
                                List.of())))
                    .get(0));
    assertThat(outcome).isEqualTo(RunOutcome.COMPLETED);
  }

  @Test
  void anEventOutThatIsCommittedLateIsNotPassedOver() throws Exception {
    String insert = "INSERT INTO " + database.schema() + ".outbox (event_id, event) VALUES ";
    String event =
        "('%s', '{\"event_id\": \"%s\", \"type\": \"t\", \"source\": \"s\", \"occurred_at\":"
            + " \"2026-11-21T12:00:00Z\", \"payload\": {}}')";
    try (Connection late = database.dataSource().getConnection();
        Statement lateStatement = late.createStatement();
        Connection early = database.dataSource().getConnection();
        Statement earlyStatement = early.createStatement()) {
      late.setAutoCommit(false);
      lateStatement.execute(insert + event.formatted("late", "late"));
      earlyStatement.execute(insert + event.formatted("early", "early"));
      assertThat(claimed()).containsExactly("early");
      late.commit();
      late.setAutoCommit(true);
    }
    assertThat(claimed()).containsExactly("late");
  }

  private static List<String> claimed() {
    List<Outbox.Row> rows = store.outbox().claim(100, LONGEST);
    store.outbox().published(rows.stream().map(Outbox.Row::id).toList());
    return rows.stream().map(row -> row.event().eventId()).toList();
  }

  @Test
  void anExhaustedPoolIsAnErrorInOneLineAndPasses() throws SQLException {
    try (HikariDataSource one = TestDatabase.pool(server.address(), 1)) {
      PostgresStore small = PostgresStore.create(one, database.options().migratedByHost());
      try (Connection taken = one.getConnection()) {
        assertThat(taken.isValid(1)).isTrue();
        assertThatThrownBy(() -> small.runs().find(key("none")))
            .isInstanceOf(StoreException.class)
            .matches(e -> !((StoreException) e).isRefusal(), "it may pass")
            .hasMessageStartingWith("the store could not find a run: ")
            .hasMessageContaining("Connection is not available");
      }
      assertThat(small.runs().find(key("none"))).isEmpty();
    }
  }

  @Test
  void whenTheDatabaseIsAwayEveryEventMayBeAwaited() {
    EventEnvelope event = AwaitedTypesIT.event("never");
    assertThat(store.waits().offer("default", event, Duration.ZERO)).isEmpty();
    assertThat(store.waits().mayBeAwaited("default", "never")).isFalse();
    server.kill();
    try {
      Awaitility.await().until(() -> store.waits().mayBeAwaited("default", "never"));
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> store.waits().offer("default", event, Duration.ZERO))
                      .isInstanceOf(StoreException.class)
                      .matches(e -> !((StoreException) e).isRefusal(), "it may pass"));
      assertThat(store.waits().mayBeAwaited("default", "never")).isTrue();
    } finally {
      server.start();
    }
    assertThat(untilAnswered(() -> store.waits().offer("default", event, Duration.ZERO))).isEmpty();
  }

  /** The host's pool may be set to the strictest level: what is taken back, is tried again. */
  @Nested
  class Serializable extends RunStoreContract {
    @Override
    protected Store store() {
      return serializable;
    }
  }

  @Nested
  class SerializableWaits extends WaitStoreContract {
    @Override
    protected Store store() {
      return serializable;
    }
  }
}
