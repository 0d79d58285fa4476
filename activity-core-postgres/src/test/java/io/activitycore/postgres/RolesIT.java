package io.activitycore.postgres;

import static io.activitycore.postgres.PostgresStoreIT.beginning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Node;
import io.activitycore.definition.Rule;
import io.activitycore.postgres.registry.Edit;
import io.activitycore.postgres.registry.Expected;
import io.activitycore.postgres.registry.PostgresRegistry;
import io.activitycore.run.RunKey;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore.Ending;
import io.activitycore.spi.Store;
import io.activitycore.spi.StoreException;
import io.activitycore.spi.TaskTransactions;
import io.activitycore.testing.PrivateServer;
import io.activitycore.testing.store.EventLogContract;
import io.activitycore.testing.store.HumanTaskStoreContract;
import io.activitycore.testing.store.OutboxContract;
import io.activitycore.testing.store.RunStoreContract;
import io.activitycore.testing.store.WaitStoreContract;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The store does all it has to with the rights of its role, and that role can do no more. */
class RolesIT {

  private static PrivateServer server;
  private static TestDatabase owner;
  private static HikariDataSource app;
  private static PostgresStore store;

  @BeforeAll
  static void open() throws IOException {
    server = PrivateServer.postgres();
    owner = TestDatabase.at(server.address(), 4);
    PostgresStore unused = owner.store();
    try (InputStream sql = Objects.requireNonNull(RolesIT.class.getResourceAsStream("roles.sql"))) {
      String script = new String(sql.readAllBytes(), StandardCharsets.UTF_8);
      try (var connection = owner.dataSource().getConnection();
          var statement = connection.createStatement()) {
        statement.execute("SET search_path = " + owner.schema());
        statement.execute(script);
        statement.execute("CREATE ROLE app LOGIN IN ROLE activity_core_app");
        statement.execute("CREATE ROLE publisher LOGIN IN ROLE activity_core_publisher");
        statement.execute("CREATE ROLE sweeper LOGIN IN ROLE activity_core_retention");
        statement.execute("RESET search_path");
      } catch (java.sql.SQLException e) {
        throw new IllegalStateException(e);
      }
    }
    app = as("app");
    store = PostgresStore.create(app, owner.options().migratedByHost());
  }

  private static HikariDataSource as(String role) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(server.address().replace("user=activity", "user=" + role));
    config.setMaximumPoolSize(12);
    return new HikariDataSource(config);
  }

  @AfterAll
  static void close() {
    app.close();
    owner.close();
    server.close();
  }

  @Test
  void whoPublishesDefinitionsIsNotWhoRunsThem() {
    PostgresOptions options = owner.options().migratedByHost();
    ActivityDefinition definition =
        ActivityDefinition.builder("orders")
            .rules(Rule.always(Node.task("one", "x.one").build()))
            .build();
    try (HikariDataSource publisher = as("publisher")) {
      PostgresRegistry.create(publisher, options, "default")
          .publish(definition, Expected.nothing(), Edit.by("kim"));
    }
    PostgresRegistry hosts = PostgresRegistry.create(app, options, "default");
    assertThat(hosts.current()).hasSize(1);
    assertThatThrownBy(() -> hosts.retire("orders", 1, Edit.by("host")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("permission denied");
  }

  @Nested
  class Runs extends RunStoreContract {
    @Override
    protected Store store() {
      return store;
    }
  }

  @Nested
  class Events extends EventLogContract {
    @Override
    protected Store store() {
      return store;
    }
  }

  @Nested
  class Waits extends WaitStoreContract {
    @Override
    protected Store store() {
      return store;
    }
  }

  @Nested
  class HumanTasks extends HumanTaskStoreContract {
    @Override
    protected Store store() {
      return store;
    }
  }

  @Nested
  class Outbox extends OutboxContract {
    @Override
    protected Store store() {
      return store;
    }

    @BeforeEach
    void empty() {
      owner.sql().useHandle(handle -> handle.execute("TRUNCATE <s>.outbox"));
    }
  }

  @Test
  void aTaskRecordsItsResultWithTheRightsOfAHost() throws Exception {
    RunKey key = new RunKey("default", "orders", "with-result");
    store.runs().prepare(List.of(beginning(key, "first")));
    TaskTransactions.Instance task =
        new TaskTransactions.Instance(key, "activity-orders:with-result", "with-result/one");
    TaskTransactions.Done done =
        new TaskTransactions.Done(beginning(key, "first").plan(), List.of());
    for (int i = 0; i < 2; i++) {
      assertThat(store.taskTransactions().once(task, Connection.class, with -> done))
          .contains(done.result());
    }
  }

  @Test
  void whatHappenedCannotBeChangedNorDeleted() {
    RunKey key = new RunKey("default", "orders", "e1");
    store.runs().prepare(List.of(beginning(key, "first")));
    store
        .runs()
        .finish(
            List.of(
                new Ending(
                    key, "first", RunOutcome.FAILED, beginning(key, "first").plan(), List.of())));
    for (String sql :
        List.of(
            "UPDATE <s>.ending SET outcome = 'COMPLETED'",
            "UPDATE <s>.run SET plan = '{}'",
            "UPDATE <s>.decision SET reason = ''",
            "DELETE FROM <s>.decision",
            "DELETE FROM <s>.ledger",
            "DROP TABLE <s>.run",
            "CREATE TABLE <s>.mine (id integer)")) {
      assertThatThrownBy(
              () ->
                  Jdbi.create(app)
                      .define("s", owner.schema())
                      .useHandle(handle -> handle.execute(sql)))
          .as(sql)
          .hasMessageMatching("(?s).*(permission denied|must be owner).*");
    }
  }

  @Test
  void retentionHasARoleOfItsOwn() {
    try (HikariDataSource sweeper = as("sweeper");
        PostgresRetention retention =
            PostgresRetention.create(
                sweeper,
                owner.options(),
                new PostgresRetention.Periods(
                    Duration.ofDays(1),
                    Duration.ofDays(1),
                    Duration.ofDays(1),
                    Duration.ofDays(1)))) {
      assertThat(retention.sweep()).isZero();
      assertThatThrownBy(
              () ->
                  PostgresStore.create(sweeper, owner.options().migratedByHost())
                      .decisions()
                      .record(
                          List.of(
                              beginning(new RunKey("default", "orders", "e2"), "first")
                                  .decision())))
          .hasMessageContaining("permission denied");
    }
  }
}
