package io.activitycore.cli;

import io.activitycore.engine.EventsOut;
import io.activitycore.postgres.PostgresOptions;
import io.activitycore.postgres.PostgresStore;
import io.activitycore.postgres.registry.PostgresRegistry;
import io.activitycore.run.RunKey;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine.Option;

/** Which database a command means, and which part of it. */
final class DatabaseOptions {

  @Option(
      names = "--jdbc-url",
      paramLabel = "URL",
      description = "jdbc:postgresql://HOST/DATABASE; default: $ACTIVITY_CORE_JDBC_URL.")
  private @Nullable String url;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "Default: $ACTIVITY_CORE_JDBC_USER, else as the URL says.")
  private @Nullable String user;

  @Option(
      names = "--password",
      paramLabel = "TEXT",
      description =
          "Default: $ACTIVITY_CORE_JDBC_PASSWORD, which other users of the machine do not see.")
  private @Nullable String password;

  @Option(
      names = "--schema",
      paramLabel = "NAME",
      description = "Default: " + PostgresOptions.DEFAULT_SCHEMA + ".")
  private String schema = PostgresOptions.DEFAULT_SCHEMA;

  @Option(
      names = "--tenant",
      paramLabel = "NAME",
      description = "Default: " + RunKey.DEFAULT_TENANT + ".")
  private String tenant = RunKey.DEFAULT_TENANT;

  @Option(
      names = "--migrate",
      description = "Make the schema, or bring it to this release's version, if that is needed.")
  private boolean migrate;

  /** Looks whether it is there. */
  PostgresRegistry open() {
    PostgresOptions options = PostgresOptions.defaults().withSchema(schema);
    try {
      return PostgresRegistry.create(
          dataSource(), migrate ? options : options.migratedByHost(), tenant);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /** Events out that no broker takes. */
  EventsOut eventsOut() {
    PostgresOptions options = PostgresOptions.defaults().withSchema(schema);
    try {
      return EventsOut.of(
          PostgresStore.create(dataSource(), migrate ? options : options.migratedByHost()).outbox(),
          tenant);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private PGSimpleDataSource dataSource() {
    String target = or(url, "ACTIVITY_CORE_JDBC_URL");
    if (target == null) {
      throw new UsageException("--jdbc-url: expected one, or $ACTIVITY_CORE_JDBC_URL");
    }
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(target);
    String name = or(user, "ACTIVITY_CORE_JDBC_USER");
    if (name != null) {
      dataSource.setUser(name);
    }
    String secret = or(password, "ACTIVITY_CORE_JDBC_PASSWORD");
    if (secret != null) {
      dataSource.setPassword(secret);
    }
    return dataSource;
  }

  private static @Nullable String or(@Nullable String given, String variable) {
    return given == null ? System.getenv(variable) : given;
  }
}
