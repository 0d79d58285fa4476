package io.activitycore.postgres;

import java.time.Duration;

/**
 * How a store uses its database. Immutable.
 *
 * @param schema where its tables are: {@code [a-z_][a-z0-9_]*}; {@value #DEFAULT_SCHEMA} unless
 *     said otherwise
 * @param migrate whether the store applies what is missing of its schema when it is made; otherwise
 *     the host has done so, with a role that may
 * @param ledgerWindow how long an event or tick is remembered and does not run twice, at least an
 *     hour; 400 days unless said otherwise
 */
public record PostgresOptions(String schema, boolean migrate, Duration ledgerWindow) {

  /** The schema unless another is asked for. */
  public static final String DEFAULT_SCHEMA = "activity_core";

  /**
   * Checks.
   *
   * @throws IllegalArgumentException when the window is shorter than an hour
   */
  public PostgresOptions {
    if (ledgerWindow.compareTo(Duration.ofHours(1)) < 0) {
      throw new IllegalArgumentException(
          "ledgerWindow: expected at least PT1H, actual " + ledgerWindow);
    }
  }

  /** What holds unless something else is asked for. */
  public static PostgresOptions defaults() {
    return new PostgresOptions(DEFAULT_SCHEMA, true, Duration.ofDays(400));
  }

  /** The same in another schema. */
  public PostgresOptions withSchema(String name) {
    return new PostgresOptions(name, migrate, ledgerWindow);
  }

  /** The same, but the host applies the migrations. */
  public PostgresOptions migratedByHost() {
    return new PostgresOptions(schema, false, ledgerWindow);
  }

  /** The same with another window. */
  public PostgresOptions withLedgerWindow(Duration window) {
    return new PostgresOptions(schema, migrate, window);
  }
}
