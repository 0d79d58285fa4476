package io.activitycore.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A small file system in memory, for PostgreSQL's user, that can be filled. Root on Linux only. */
final class MemoryDisk {

  private static final long COMMAND_SECONDS = 20;

  private final Path folder;
  private final Path space;
  private final ExitHook exitHook;

  private MemoryDisk(Path folder) {
    this.folder = folder;
    this.space = folder.resolve("space");
    this.exitHook = ExitHook.add(this::remove);
  }

  static boolean isPossible() {
    return PostgresPrograms.isRoot() && Files.isDirectory(Path.of("/proc/self"));
  }

  /**
   * One of a size such as {@code 48m}.
   *
   * @throws ServerFailedException when it cannot be made
   */
  static MemoryDisk of(String size) {
    Path folder = Folders.temporary("disk");
    MemoryDisk disk = new MemoryDisk(folder);
    try {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      run("mount", "-t", "tmpfs", "-o", "size=" + size + ",mode=755", "tmpfs", folder.toString());
      run("install", "-d", "-m", "700", "-o", PostgresPrograms.user(), disk.space.toString());
      return disk;
    } catch (IOException e) {
      disk.close();
      throw new UncheckedIOException("no small disk in " + folder, e);
    } catch (RuntimeException e) {
      disk.close();
      throw e;
    }
  }

  /** An empty folder on it, of PostgreSQL's user. */
  Path space() {
    return space;
  }

  /** To the last block. */
  void fill() {
    byte[] block = new byte[4096];
    try (OutputStream ballast = Files.newOutputStream(folder.resolve("ballast"))) {
      while (true) {
        ballast.write(block);
      }
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("No space left")) {
        throw new UncheckedIOException("cannot fill " + folder, e);
      }
    }
  }

  void free() {
    try {
      Files.deleteIfExists(folder.resolve("ballast"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot free " + folder, e);
    }
  }

  static void run(String... command) {
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
  void close() {
    exitHook.remove();
    remove();
  }

  private synchronized void remove() {
    if (Files.isDirectory(folder)) {
      if (isMounted()) {
        run("umount", "--lazy", folder.toString());
      }
      Folders.delete(folder);
    }
  }

  private boolean isMounted() {
    return Folders.lines(Path.of("/proc/mounts")).stream()
        .anyMatch(line -> line.contains(" " + folder + " "));
  }
}
