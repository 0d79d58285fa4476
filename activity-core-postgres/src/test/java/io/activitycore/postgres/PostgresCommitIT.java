package io.activitycore.postgres;

import static io.activitycore.postgres.PostgresStoreIT.beginning;
import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.run.Decision;
import io.activitycore.run.RunKey;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.Outbox;
import io.activitycore.spi.RunStore.Beginning;
import io.activitycore.spi.RunStore.Ending;
import io.activitycore.testing.PrivateServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * What waits for the log, and what does not (docs/adr/0017), seen by a standby that never answers:
 * whatever waits for the disk, waits for it, too.
 */
class PostgresCommitIT {

  private static final Duration LONGEST = Duration.ofSeconds(30);

  @Test
  void onlyWhatIsWrittenAgainOrOnlyEndsEarlyIsAnsweredBeforeTheLogIsSafe() throws Exception {
    try (PrivateServer server = PrivateServer.postgres();
        TestDatabase database = TestDatabase.at(server.address(), 8)) {
      PostgresStore store = database.store();
      store.runs().prepare(List.of(withAnEvent(beginning(key("before"), "first"))));
      standby(database, "nobody");
      ExecutorService threads = Executors.newCachedThreadPool();
      try {
        threads.submit(() -> whatMayBeForgotten(store)).get(LONGEST.toSeconds(), TimeUnit.SECONDS);
        List<Future<?>> waiting =
            List.of(
                threads.submit(() -> record(store, decision("b", Decision.Kind.FILTERED))),
                threads.submit(
                    () ->
                        record(
                            store,
                            decision("c", Decision.Kind.STARTED),
                            decision("c", Decision.Kind.FILTERED))),
                threads.submit(() -> store.runs().prepare(List.of(beginning(key("d"), "first")))),
                threads.submit(() -> store.runs().finish(List.of(ending(key("before"))))));
        Awaitility.await()
            .atMost(LONGEST)
            .until(() -> waitForTheStandby(database) == waiting.size());
        standby(database, "");
        for (Future<?> each : waiting) {
          each.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
        }
      } finally {
        standby(database, "");
        threads.shutdownNow();
      }
    }
  }

  private static void whatMayBeForgotten(PostgresStore store) {
    record(store, decision("a", Decision.Kind.STARTED));
    List<Long> claimed = store.outbox().claim(10, LONGEST).stream().map(Outbox.Row::id).toList();
    assertThat(claimed).hasSize(1);
    store.outbox().published(claimed);
  }

  private static void record(PostgresStore store, Decision... decisions) {
    store.decisions().record(List.of(decisions));
  }

  private static Beginning withAnEvent(Beginning run) {
    return new Beginning(
        run.key(),
        run.workflowId(),
        run.firstRunId(),
        run.generation(),
        run.bodyHash(),
        run.plan(),
        run.decision(),
        List.of(AwaitedTypesIT.event("out")));
  }

  private static Ending ending(RunKey key) {
    return new Ending(
        key, "first", RunOutcome.COMPLETED, beginning(key, "first").plan(), List.of());
  }

  private static RunKey key(String occurrence) {
    return new RunKey("default", "orders", occurrence);
  }

  private static Decision decision(String eventId, Decision.Kind kind) {
    return new Decision(
        "default", eventId, "orders", 1, kind, "", "activity-orders:" + eventId, Instant.EPOCH);
  }

  private static void standby(TestDatabase database, String name) {
    database
        .sql()
        .useHandle(
            handle -> {
              handle.execute("ALTER SYSTEM SET synchronous_standby_names = '" + name + "'");
              handle.execute("SELECT pg_reload_conf()");
            });
    Awaitility.await().atMost(LONGEST).until(() -> shown(database).equals(name));
  }

  private static String shown(TestDatabase database) {
    return database
        .sql()
        .withHandle(
            handle ->
                handle.createQuery("SHOW synchronous_standby_names").mapTo(String.class).one());
  }

  private static int waitForTheStandby(TestDatabase database) {
    return database
        .sql()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
                    .mapTo(Integer.class)
                    .one());
  }
}
