package io.activitycore.postgres.internal;

import io.activitycore.spi.StoreException;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the schema to the version that this release needs. */
public final class Migrations {

  private static final String FOLDER = "classpath:io/activitycore/postgres/migration";
  private static final String HISTORY = "schema_history";

  /** One table or index of each migration: where the host migrates, this can be seen of it. */
  private static final List<String> NEEDED =
      List.of(
          "ledger",
          "definition_version",
          "tick_account",
          "task_result",
          "outbox_parked",
          "awaited_type");

  private Migrations() {}

  /**
   * Applies what is missing, under a lock: several processes may start at once.
   *
   * @throws StoreException when it cannot, or when the schema is not as a migration left it: says
   *     what to do
   */
  public static void apply(DataSource dataSource, String schema) {
    try {
      Flyway.configure()
          .dataSource(dataSource)
          .schemas(schema)
          .defaultSchema(schema)
          .table(HISTORY)
          .locations(FOLDER)
          .validateMigrationNaming(true)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new StoreException(
          "the schema "
              + schema
              + " cannot be brought to this release's version, nothing was started. Look at "
              + schema
              + "."
              + HISTORY
              + ": undo by hand what a failed migration left and delete its row, or restore the"
              + " backup; then start again. "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
          e);
    }
  }

  /**
   * Checks what the host has applied by itself.
   *
   * @throws StoreException when something is missing
   */
  public static void check(Database database) {
    List<String> missing = NEEDED.stream().filter(table -> !database.hasTable(table)).toList();
    if (!missing.isEmpty()) {
      throw new StoreException(
          "the schema "
              + database.schema()
              + " lacks "
              + String.join(", ", missing)
              + ": apply the files V*.sql of activity-core-postgres, in order, or let the store"
              + " migrate",
          null);
    }
  }
}
