package io.activitycore.postgres;

import static io.activitycore.postgres.PostgresStoreIT.beginning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.run.RunKey;
import io.activitycore.spi.RunStore.Beginning;
import io.activitycore.spi.RunStore.Prepared;
import io.activitycore.spi.StoreException;
import io.activitycore.testing.PostgresDisk;
import io.activitycore.testing.PostgresLogDisk;
import io.activitycore.testing.PrivateServer;
import io.activitycore.testing.ServerFailedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What happens when the disk under PostgreSQL is full. */
class PostgresDiskIT {

  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final int BATCH = 50;
  private static final int MOST_BATCHES = 2_000;

  @Test
  void aFullDiskIsAnErrorNothingIsHalfWrittenAndItGoesOnOnceThereIsRoom() {
    PrivateServer server = PrivateServer.postgres();
    try (PostgresDisk disk = PostgresDisk.of(server);
        server) {
      try (TestDatabase database = TestDatabase.at(server.address(), 4)) {
        PostgresStore store = database.store();
        begin(store, 0);
        disk.fill();

        int batch = 1;
        StoreException refused = null;
        while (refused == null && batch < MOST_BATCHES) {
          refused = refusal(store, batch);
          batch += refused == null ? 1 : 0;
        }
        assertThat(refused)
            .isNotNull()
            .hasMessageStartingWith(
                "the store could not begin runs: 53100 ERROR: could not extend file")
            .hasMessageContaining("No space left on device");
        assertThat(String.valueOf(refused == null ? null : refused.getMessage())).hasLineCount(1);
        assertThat(rows(database, "ledger")).isEqualTo((long) batch * BATCH);
        assertThat(rows(database, "run")).isEqualTo((long) batch * BATCH);
        assertThat(rows(database, "decision")).isEqualTo((long) batch * BATCH);
        assertThat(store.runs().find(key(0, 0))).as("what is there can be read").isPresent();

        disk.free();
        begin(store, batch);
        assertThat(rows(database, "run")).isEqualTo((batch + 1L) * BATCH);
      }
    }
  }

  @Test
  void aFullDiskOfTheLogStopsTheServerAndAllThatWasAcknowledgedIsThereOnceThereIsRoom() {
    PrivateServer server =
        PrivateServer.postgres(List.of("fsync=off")); // a recovery begins with it
    try (PostgresLogDisk disk = PostgresLogDisk.of(server);
        server) {
      try (TestDatabase database = TestDatabase.at(server.address(), 4)) {
        PostgresStore store = database.store();
        begin(store, 0);
        disk.fill();

        AtomicInteger batch = new AtomicInteger(1);
        List<String> refusals = new ArrayList<>();
        Awaitility.await()
            .atMost(LONGEST)
            .until(
                () -> {
                  StoreException refused = refusal(store, batch.get());
                  batch.addAndGet(refused == null ? 1 : 0);
                  refusals.add(refused == null ? "" : refused.getMessage());
                  return refused != null && !server.alive();
                });
        assertThat(refusals)
            .filteredOn(refusal -> !refusal.isEmpty())
            .allSatisfy(
                refusal ->
                    assertThat(refusal)
                        .startsWith("the store could not begin runs: ")
                        .hasLineCount(1));
        assertThatThrownBy(server::start).as("no room").isInstanceOf(ServerFailedException.class);

        disk.free();
        server.start();
        Awaitility.await().atMost(LONGEST).until(() -> refusal(store, batch.get()) == null);
        long runs = (batch.get() + 1L) * BATCH;
        for (String table : List.of("ledger", "run", "decision")) {
          assertThat(rows(database, table))
              .as("%s, none lost, none doubled", table)
              .isEqualTo(runs);
        }
      }
    }
  }

  private static @Nullable StoreException refusal(PostgresStore store, int batch) {
    try {
      begin(store, batch);
      return null;
    } catch (StoreException e) {
      return e;
    }
  }

  private static void begin(PostgresStore store, int batch) {
    List<Beginning> beginnings =
        IntStream.range(0, BATCH).mapToObj(n -> large(key(batch, n))).toList();
    assertThat(store.runs().prepare(beginnings)).allMatch(Prepared.Planned.class::isInstance);
  }

  private static RunKey key(int batch, int n) {
    return new RunKey("default", "orders", "e-" + batch + "-" + n);
  }

  private static Beginning large(RunKey key) {
    Beginning small = beginning(key, "first");
    return new Beginning(
        key,
        small.workflowId(),
        "first",
        1,
        "hash",
        JsonNodeFactory.instance.objectNode().put("plan", "x".repeat(2_000)),
        small.decision(),
        List.of());
  }

  private static long rows(TestDatabase database, String table) {
    return database
        .sql()
        .withHandle(
            handle ->
                handle.createQuery("SELECT count(*) FROM <s>." + table).mapTo(Long.class).one());
  }
}
