package io.activitycore.postgres;

import static io.activitycore.postgres.PostgresStoreIT.beginning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activitycore.postgres.registry.PostgresRegistry;
import io.activitycore.run.Decision;
import io.activitycore.run.HumanTask;
import io.activitycore.run.RunKey;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.HumanTaskStore.Query;
import io.activitycore.spi.Outbox;
import io.activitycore.spi.RunStore.Ending;
import io.activitycore.spi.RunStore.Prepared;
import io.activitycore.spi.StoreException;
import io.activitycore.spi.Wait;
import io.activitycore.spi.WaitStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A database as each earlier version left it, with what it held, works with this one. */
class PostgresUpgradeIT {

  private static final RunKey RUNNING = new RunKey("default", "orders", "running");
  private static final RunKey ENDED = new RunKey("default", "orders", "ended");
  private static final Duration LEASE = Duration.ofMinutes(1);

  /** All versions but the newest. */
  static List<String> versions() {
    try (TestDatabase database = TestDatabase.shared()) {
      List<String> all =
          Arrays.stream(flyway(database, "latest").info().all())
              .map(MigrationInfo::getVersion)
              .map(Object::toString)
              .toList();
      return all.subList(0, all.size() - 1);
    }
  }

  private static Flyway flyway(TestDatabase database, String target) {
    return Flyway.configure()
        .dataSource(database.dataSource())
        .schemas(database.schema())
        .defaultSchema(database.schema())
        .table("schema_history")
        .locations("classpath:io/activitycore/postgres/migration")
        .target(target)
        .load();
  }

  private static void upTo(TestDatabase database, String version) {
    flyway(database, version).migrate();
    IntStream.rangeClosed(1, Integer.parseInt(version))
        .forEach(each -> run(database, "/upgrade/V" + each + ".sql"));
  }

  /** With the schema as the one where names are looked up; nothing where there is no such file. */
  private static void run(TestDatabase database, String resource) {
    try (InputStream sql = PostgresUpgradeIT.class.getResourceAsStream(resource)) {
      if (sql != null) {
        execute(database, new String(sql.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void execute(TestDatabase database, String sql) {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET search_path = " + database.schema());
      statement.execute(sql);
      statement.execute("RESET search_path");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest(name = "from version {0}")
  @MethodSource("versions")
  void whatADatabaseHeldWorksAfterTheUpgrade(String version) {
    try (TestDatabase database = TestDatabase.shared()) {
      upTo(database, version);
      PostgresStore store = database.store();
      runsGoOn(store);
      eventsGoOut(store);
      eventsAreFound(store);
      peopleAnswer(store);
      if (Integer.parseInt(version) >= 2) {
        PostgresRegistry registry =
            PostgresRegistry.create(database.dataSource(), database.options(), "default");
        assertThat(registry.current()).hasSize(1);
        assertThat(registry.history("orders")).hasSize(1);
      }
      if (Integer.parseInt(version) >= 3) {
        assertThat(store.parked().claim("default", "orders", 10, LEASE))
            .extracting(parked -> parked.event().eventId())
            .containsExactly("parked");
        assertThat(store.ticks().find("default", "nightly").orElseThrow().settledTo())
            .isEqualTo(Instant.parse("2026-11-20T00:00:00Z"));
      }
    }
  }

  private static void runsGoOn(PostgresStore store) {
    assertThat(store.runs().prepare(List.of(beginning(RUNNING, "first"))).get(0))
        .as("its own plan, as it was")
        .isInstanceOfSatisfying(
            Prepared.Planned.class,
            planned -> assertThat(planned.plan().path("plan").asInt()).isEqualTo(1));
    assertThat(store.runs().prepare(List.of(beginning(ENDED, "second"))).get(0))
        .isEqualTo(new Prepared.Duplicate("first"));
    assertThat(store.runs().find(ENDED).orElseThrow().outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(store.decisions().find("default", "ended"))
        .extracting(Decision::kind)
        .containsExactly(Decision.Kind.STARTED, Decision.Kind.DUPLICATE);
  }

  private static void eventsGoOut(PostgresStore store) {
    List<Outbox.Row> rows = store.outbox().claim(10, LEASE);
    assertThat(rows).extracting(row -> row.event().eventId()).containsExactly("waiting");
    assertThat(rows.get(0).attempts()).isEqualTo(3);
    store.outbox().published(List.of(rows.get(0).id()));
    assertThat(store.outbox().claim(10, LEASE)).isEmpty();
  }

  private static void eventsAreFound(PostgresStore store) {
    WaitStore waits = store.waits();
    assertThat(waits.offer("default", AwaitedTypesIT.event("shop.paid"), Duration.ZERO))
        .extracting(Wait::id)
        .containsExactly("paid");
    assertThat(waits.mayBeAwaited("default", "shop.paid")).isTrue();
  }

  private static void peopleAnswer(PostgresStore store) {
    List<HumanTask> open =
        store
            .humanTasks()
            .search(new Query("default", "ann", null, null, HumanTask.Status.OPEN, 10));
    assertThat(open).hasSize(1);
    assertThat(store.waits().find("default", "person")).isPresent();
    Ending ending =
        new Ending(
            RUNNING, "first", RunOutcome.COMPLETED, beginning(RUNNING, "first").plan(), List.of());
    assertThat(store.runs().finish(List.of(ending))).containsExactly(RunOutcome.COMPLETED);
    assertThat(store.humanTasks().find("default", "person").orElseThrow().status())
        .isEqualTo(HumanTask.Status.CLOSED);
  }

  @ParameterizedTest(name = "version {0}")
  @MethodSource("versions")
  void anOlderSchemaThatTheHostDidNotUpgradeIsRefusedWithWhatToDo(String version) {
    try (TestDatabase database = TestDatabase.shared()) {
      upTo(database, version);
      assertThatThrownBy(
              () ->
                  PostgresStore.create(database.dataSource(), database.options().migratedByHost()))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("lacks ")
          .hasMessageContaining("apply the files V*.sql of activity-core-postgres, in order");
    }
  }

  @Test
  void aMigrationThatFailsLeavesNothingBehindAndSaysWhyAndWhatToDo() {
    try (TestDatabase database = TestDatabase.shared()) {
      upTo(database, "2");
      execute(database, "CREATE TABLE tick_range (mine integer)");
      assertThatThrownBy(database::store)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("nothing was started")
          .hasMessageContaining(".schema_history: undo by hand");
      List<String> tables =
          database
              .sql()
              .withHandle(
                  handle ->
                      handle
                          .createQuery(
                              "SELECT tablename FROM pg_tables WHERE schemaname = :schema AND"
                                  + " tablename IN ('parked_event', 'tick_account')")
                          .bind("schema", database.schema())
                          .mapTo(String.class)
                          .list());
      assertThat(tables).as("the migration was one transaction").isEmpty();

      execute(database, "DROP TABLE tick_range");
      runsGoOn(database.store());
    }
  }
}
