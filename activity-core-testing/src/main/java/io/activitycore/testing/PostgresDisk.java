package io.activitycore.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A disk of a private PostgreSQL that can be filled: what is created after {@link #of} lies on it.
 * Root on Linux gets a file system in memory; anywhere else PostgreSQL is made to refuse every
 * write with what it says when its disk is full. Close the server first.
 */
public final class PostgresDisk implements AutoCloseable {

  private static final String SIZE = "48m";

  /** What {@code ERROR: could not extend file} is, on each table that is there. */
  private static final String REFUSE =
      """
      DO $$
      DECLARE
        each regclass;
      BEGIN
        CREATE OR REPLACE FUNCTION public.full_disk() RETURNS trigger LANGUAGE plpgsql AS $f$
        BEGIN
          RAISE EXCEPTION 'could not extend file "base/1/1": No space left on device' USING ERRCODE = '53100';
        END $f$;
        FOR each IN SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
            WHERE relkind IN ('r', 'p') AND NOT relispartition
              AND nspname NOT IN ('pg_catalog', 'information_schema') LOOP
          EXECUTE format('CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON %s EXECUTE FUNCTION public.full_disk()', each);
        END LOOP;
      END $$
      """;

  private final String url;
  private final @Nullable MemoryDisk disk;

  private PostgresDisk(String url, @Nullable MemoryDisk disk) {
    this.url = url;
    this.disk = disk;
  }

  /**
   * A disk of 48 MB for what is created in the server's database from now on.
   *
   * @throws ServerFailedException when it cannot be made
   */
  public static PostgresDisk of(PrivateServer server) {
    if (!MemoryDisk.isPossible()) {
      return new PostgresDisk(server.address(), null);
    }
    MemoryDisk memory = MemoryDisk.of(SIZE);
    PostgresDisk disk = new PostgresDisk(server.address(), memory);
    try {
      disk.execute("CREATE TABLESPACE small LOCATION '" + memory.space() + "'");
      disk.execute("ALTER DATABASE activity SET default_tablespace = small");
      return disk;
    } catch (RuntimeException e) {
      disk.close();
      throw e;
    }
  }

  /** From now on nothing that was created on it can grow. */
  public void fill() {
    if (disk == null) {
      execute(REFUSE);
    } else {
      disk.fill();
    }
  }

  /** There is room again. */
  public void free() {
    if (disk == null) {
      execute("DROP FUNCTION public.full_disk() CASCADE");
    } else {
      disk.free();
    }
  }

  private void execute(String sql) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new ServerFailedException("PostgreSQL refuses: " + sql, e);
    }
  }

  /** Idempotent. */
  @Override
  public void close() {
    if (disk != null) {
      disk.close();
    }
  }
}
