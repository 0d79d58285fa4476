package io.activitycore.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A disk of a private PostgreSQL that can be filled: what is created after {@link #of} lies on it.
 * Root on Linux gets a file system in memory; anywhere else PostgreSQL is made to refuse every
 * write with what it says when its disk is full. Close the server first.
 */
public final class PostgresDisk implements AutoCloseable {

  private static final String SIZE = "48m";
  private static final long COMMAND_SECONDS = 20;

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
  private final @Nullable Path folder;
  private final ExitHook exitHook;

  private PostgresDisk(String url, @Nullable Path folder) {
    this.url = url;
    this.folder = folder;
    this.exitHook = ExitHook.add(this::remove);
  }

  /**
   * A disk of 48 MB for what is created in the server's database from now on.
   *
   * @throws ServerFailedException when it cannot be made
   */
  public static PostgresDisk of(PrivateServer server) {
    if (!PostgresPrograms.isRoot() || !Files.isDirectory(Path.of("/proc/self"))) {
      return new PostgresDisk(server.address(), null);
    }
    Path folder = Folders.temporary("disk");
    PostgresDisk disk = new PostgresDisk(server.address(), folder);
    try {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      run("mount", "-t", "tmpfs", "-o", "size=" + SIZE + ",mode=755", "tmpfs", folder.toString());
      Path space = folder.resolve("space");
      run("install", "-d", "-m", "700", "-o", PostgresPrograms.user(), space.toString());
      disk.execute("CREATE TABLESPACE small LOCATION '" + space + "'");
      disk.execute("ALTER DATABASE activity SET default_tablespace = small");
      return disk;
    } catch (IOException e) {
      disk.close();
      throw new UncheckedIOException("no small disk in " + folder, e);
    } catch (RuntimeException e) {
      disk.close();
      throw e;
    }
  }

  /** From now on nothing that was created on it can grow. */
  public void fill() {
    if (folder == null) {
      execute(REFUSE);
      return;
    }
    byte[] block = new byte[4096];
    try (OutputStream ballast = Files.newOutputStream(ballast())) {
      while (true) {
        ballast.write(block);
      }
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("No space left")) {
        throw new UncheckedIOException("cannot fill " + folder, e);
      }
    }
  }

  /** There is room again. */
  public void free() {
    if (folder == null) {
      execute("DROP FUNCTION public.full_disk() CASCADE");
      return;
    }
    try {
      Files.deleteIfExists(ballast());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot free " + folder, e);
    }
  }

  private Path ballast() {
    return Path.of(String.valueOf(folder)).resolve("ballast");
  }

  private void execute(String sql) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new ServerFailedException("PostgreSQL refuses: " + sql, e);
    }
  }

  private static void run(String... command) {
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new ServerFailedException(List.of(command) + " failed", null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(command[0] + " does not start", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in " + command[0], e);
    }
  }

  /** Idempotent. */
  @Override
  public void close() {
    exitHook.remove();
    remove();
  }

  private synchronized void remove() {
    if (folder != null && Files.isDirectory(folder)) {
      if (isMounted(folder)) {
        run("umount", "--lazy", folder.toString());
      }
      Folders.delete(folder);
    }
  }

  private static boolean isMounted(Path folder) {
    return Folders.lines(Path.of("/proc/mounts")).stream()
        .anyMatch(line -> line.contains(" " + folder + " "));
  }
}
