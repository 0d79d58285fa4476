package io.activitycore.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A disk of a private PostgreSQL for its write-ahead log alone, that can be filled. A server that
 * cannot write its log stops, and does not start before there is room. Root on Linux gets a file
 * system in memory; anywhere else the server is killed, and its log is moved away until there is
 * room. Close the server first.
 */
public final class PostgresLogDisk implements AutoCloseable {

  private static final String SIZE = "64m";

  /** What the log may still grow by when the disk is full: a little, so that it happens in use. */
  private static final int LEFT = 512 * 1024;

  private static final int LARGEST_MESSAGE = 1024 * 1024;

  /** The rest of the segment that is being written, and those that are there for later. */
  private static final String ROOM =
      """
      SELECT (1 + count(*) FILTER (WHERE f.name > pg_walfile_name(now.at))) * now.segment
        - (pg_walfile_name_offset(now.at)).file_offset
      FROM pg_ls_waldir() AS f,
        (SELECT pg_current_wal_insert_lsn() AS at,
          pg_size_bytes(current_setting('wal_segment_size')) AS segment) AS now
      WHERE f.name ~ '^[0-9A-F]{24}$'
      GROUP BY now.at, now.segment
      """;

  private final PrivateServer server;
  private final @Nullable MemoryDisk disk;

  private PostgresLogDisk(PrivateServer server, @Nullable MemoryDisk disk) {
    this.server = server;
    this.disk = disk;
  }

  /**
   * A disk of 64 MB for the server's log. The server is restarted.
   *
   * @throws ServerFailedException when it cannot be made
   */
  public static PostgresLogDisk of(PrivateServer server) {
    if (!MemoryDisk.isPossible()) {
      return new PostgresLogDisk(server, null);
    }
    MemoryDisk disk = MemoryDisk.of(SIZE);
    try {
      server.stop();
      String log = log(server).toString();
      String there = disk.space().resolve("pg_wal").toString();
      MemoryDisk.run("cp", "-a", log, there);
      MemoryDisk.run("rm", "-r", log);
      MemoryDisk.run("ln", "-s", there, log);
      server.start();
      return new PostgresLogDisk(server, disk);
    } catch (RuntimeException e) {
      disk.close();
      throw e;
    }
  }

  private static Path log(PrivateServer server) {
    return server.data().resolve("pg_wal");
  }

  private static Path away(PrivateServer server) {
    return server.data().resolve("pg_wal.away");
  }

  /** From now on the log cannot grow by more than half a megabyte. */
  public void fill() {
    if (disk == null) {
      server.kill();
      move(log(server), away(server));
      return;
    }
    disk.fill();
    try (Connection connection = DriverManager.getConnection(server.address());
        Statement statement = connection.createStatement()) {
      for (long room = room(statement); room > LEFT; room = room(statement)) {
        long more = Math.min(LARGEST_MESSAGE, room - LEFT);
        statement.execute("SELECT pg_logical_emit_message(false, '', repeat('x', " + more + "))");
      }
    } catch (SQLException e) {
      throw new ServerFailedException("the log of " + server + " cannot be filled", e);
    }
  }

  private static long room(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery(ROOM)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** There is room again; the server is not started. */
  public void free() {
    if (disk == null) {
      move(away(server), log(server));
    } else {
      disk.free();
    }
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot move " + from, e);
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
