package io.activitycore.postgres;

import static io.activitycore.postgres.PostgresStoreIT.beginning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.activitycore.event.EventEnvelope;
import io.activitycore.run.RunKey;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.Outbox;
import io.activitycore.spi.RunStore.Beginning;
import io.activitycore.spi.RunStore.Ending;
import io.activitycore.spi.TaskTransactions.Done;
import io.activitycore.spi.TaskTransactions.Instance;
import io.activitycore.spi.TaskTransactions.Work;
import io.activitycore.testing.Servers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a handler writes, the task's result and its event are one. */
class TaskTransactionsIT {

  private static final RunKey RUN = new RunKey("default", "orders", "e1");
  private static final String WORKFLOW = "activity-orders:e1";
  private static final Instance TASK = new Instance(RUN, WORKFLOW, WORKFLOW + "/charge");

  private final TestDatabase database = TestDatabase.shared();
  private final PostgresStore store = database.store();
  private final AtomicInteger calls = new AtomicInteger();

  @BeforeEach
  void begin() {
    database.sql().useHandle(handle -> handle.execute("CREATE TABLE <s>.charge (n integer)"));
    store.runs().prepare(List.of(beginning(RUN, "first")));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static JsonNode json(int n) {
    return JsonNodeFactory.instance.objectNode().put("n", n);
  }

  /** Writes a row, and gives how often it was called. */
  private Done charge(Connection connection) throws SQLException {
    int n = calls.incrementAndGet();
    try (Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO " + database.schema() + ".charge VALUES (" + n + ")");
    }
    EventEnvelope completed =
        new EventEnvelope(
            TASK.id() + "#TaskCompleted",
            "TaskCompleted",
            "activity-core/default",
            Instant.parse("2026-11-21T12:00:00Z"),
            null,
            null,
            null,
            json(n),
            Map.of());
    return new Done(json(n), List.of(completed));
  }

  private Optional<JsonNode> once(Work<Connection> work) throws Exception {
    return store.taskTransactions().once(TASK, Connection.class, work);
  }

  private List<Integer> charges() {
    return database
        .sql()
        .withHandle(
            handle -> handle.createQuery("SELECT n FROM <s>.charge").mapTo(Integer.class).list());
  }

  private List<String> out() {
    return store.outbox().claim(100, Duration.ofMinutes(1)).stream()
        .map(Outbox.Row::event)
        .map(EventEnvelope::eventId)
        .toList();
  }

  private void end() {
    store
        .runs()
        .finish(List.of(new Ending(RUN, "first", RunOutcome.CANCELLED, json(0), List.of())));
  }

  @Test
  void theEffectTheResultAndTheEventAreOneAndTheWorkIsNotDoneAgain() throws Exception {
    assertThat(once(this::charge)).contains(json(1));
    assertThat(once(this::charge)).contains(json(1));
    assertThat(charges()).containsExactly(1);
    assertThat(out()).containsExactly(TASK.id() + "#TaskCompleted");
  }

  @Test
  void workThatThrowsLeavesNothingAndMayBeTriedAgain() throws Exception {
    assertThatThrownBy(
            () ->
                once(
                    with -> {
                      charge(with);
                      throw new java.io.IOException("no");
                    }))
        .isInstanceOf(java.io.IOException.class);
    assertThat(charges()).isEmpty();
    assertThat(once(this::charge)).contains(json(2));
    assertThat(charges()).containsExactly(2);
    assertThat(out()).hasSize(1);
  }

  @Test
  void ofManyAttemptsAtOnceOneDoesTheWorkAndAllGetItsResult() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<Optional<JsonNode>>> attempts = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      attempts.add(threads.submit(() -> once(this::charge)));
    }
    for (Future<Optional<JsonNode>> attempt : attempts) {
      assertThat(attempt.get(20, TimeUnit.SECONDS)).contains(json(1));
    }
    threads.shutdown();
    assertThat(charges()).containsExactly(1);
  }

  @Test
  void afterTheEndOfItsRunNothingIsWrittenAnyMore() throws Exception {
    assertThat(
            once(
                with -> {
                  Done done = charge(with);
                  end(); // while it works
                  return done;
                }))
        .isEmpty();
    assertThat(once(this::charge)).isEmpty();
    assertThat(charges()).isEmpty();
    assertThat(out()).isEmpty();
  }

  @Test
  void afterATakeOverOnlyTheNewGenerationWrites() throws Exception {
    Beginning next = beginning(RUN, "second");
    store
        .runs()
        .prepare(
            List.of(
                new Beginning(
                    RUN,
                    WORKFLOW + "~r2",
                    "second",
                    2,
                    "hash",
                    next.plan(),
                    next.decision(),
                    List.of())));
    assertThat(once(this::charge)).isEmpty();
    Instance again = new Instance(RUN, WORKFLOW + "~r2", TASK.id());
    assertThat(store.taskTransactions().once(again, Connection.class, this::charge))
        .contains(json(2));
    assertThat(charges()).containsExactly(2);
  }

  @Test
  void theTransactionCannotBeEndedByItsWorkAndIsOverAfterIt() throws Exception {
    AtomicReference<Connection> kept = new AtomicReference<>();
    assertThat(
            once(
                with -> {
                  kept.set(with);
                  assertThatThrownBy(with::commit).hasMessageContaining("is the task's");
                  assertThatThrownBy(with::rollback).hasMessageContaining("is the task's");
                  assertThatThrownBy(() -> with.setAutoCommit(true)).isNotNull();
                  with.rollback(with.setSavepoint());
                  with.close();
                  return charge(with);
                }))
        .contains(json(1));
    assertThat(kept.get().isClosed()).isTrue();
    assertThatThrownBy(() -> kept.get().createStatement()).hasMessageContaining("is over");
  }

  @Test
  void aTaskOfAnotherServicesRunHasAResultHereToo() throws Exception {
    Instance elsewhere =
        new Instance(new RunKey("default", "theirs", "e9"), "activity-theirs:e9", "theirs/charge");
    for (int i = 0; i < 2; i++) {
      assertThat(store.taskTransactions().once(elsewhere, Connection.class, this::charge))
          .contains(json(1));
    }
    assertThat(store.taskTransactions().offers(Connection.class)).isTrue();
    assertThat(store.taskTransactions().offers(String.class)).isFalse();
  }

  @Test
  void aPoolWithAnotherIsolationLevelSeesTheEndToo() throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(Servers.postgres());
    config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    try (HikariDataSource strict = new HikariDataSource(config)) {
      PostgresStore other = PostgresStore.create(strict, database.options());
      assertThat(
              other
                  .taskTransactions()
                  .once(
                      TASK,
                      Connection.class,
                      with -> {
                        Done done = charge(with);
                        end();
                        return done;
                      }))
          .isEmpty();
    }
  }
}
