package io.activitycore.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * PostgreSQL's programs: those that {@code dev/servers} uses, otherwise those on PATH or in
 * Debian's place. They refuse to run as root: root runs them as the user postgres, or nobody.
 */
record PostgresPrograms(Repository repository, Map<String, String> environment) {
  private static final Duration SETUP_LIMIT = Duration.ofSeconds(60);
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

  /** Makes a data folder and gives the command that serves it. */
  List<String> server(Path folder, int port, List<String> settings, Path log) {
    Path home = home();
    Path data = folder.resolve("data");
    enterable(folder);
    run(List.of("install", "-d", "-m", "700", "-o", user(), data.toString()), log);
    run(
        as(
            home.resolve("bin/initdb").toString(),
            "-D",
            data.toString(),
            "-A",
            "trust",
            "-U",
            "activity",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync"),
        log);
    Path statement = folder.resolve("create.sql");
    Folders.write(statement, "CREATE DATABASE activity\n");
    run(
        as(home.resolve("bin/postgres").toString(), "--single", "-D", data.toString(), "postgres"),
        log,
        statement);
    List<String> command =
        new ArrayList<>(
            as(
                home.resolve("bin/postgres").toString(),
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=" + Endpoint.LOOPBACK,
                "-c",
                "unix_socket_directories="));
    if (hasStatistics(home)) {
      command.addAll(List.of("-c", "shared_preload_libraries=pg_stat_statements"));
    }
    settings.forEach(setting -> command.addAll(List.of("-c", setting)));
    return List.copyOf(command);
  }

  /** Whether no process works on a data folder; those of a killed server end within moments. */
  static boolean isGone(Path folder) {
    String data = folder.resolve("data").toString();
    return ProcessHandle.allProcesses().noneMatch(process -> worksIn(process, data));
  }

  private static boolean worksIn(ProcessHandle process, String data) {
    try {
      Path at = Path.of("/proc", Long.toString(process.pid()), "cwd");
      return Files.isSymbolicLink(at) && Files.readSymbolicLink(at).toString().equals(data);
    } catch (IOException e) {
      return false; // gone, or not ours to see
    }
  }

  private Path home() {
    Optional<Path> recorded =
        repository.root().map(root -> root.resolve(".dev/postgres/home")).filter(Files::exists);
    Stream<Path> known =
        recorded.stream().map(file -> Path.of(String.join("", Folders.lines(file)).strip()));
    Stream<Path> onPath =
        Arrays.stream(environment.getOrDefault("PATH", "").split(":", -1))
            .filter(entry -> entry.endsWith("/bin"))
            .map(entry -> Path.of(entry).getParent());
    return Stream.of(known, onPath, debian())
        .flatMap(each -> each)
        .filter(each -> Files.isExecutable(each.resolve("bin/initdb")))
        .filter(each -> Files.isExecutable(each.resolve("bin/postgres")))
        .findFirst()
        .orElseThrow(
            () ->
                new ServerNotFoundException(
                    "no programs initdb and postgres: neither those of dev/servers, nor on PATH,"
                        + " nor in "
                        + DEBIAN
                        + ". Run: dev/servers install postgres",
                    null));
  }

  private static Stream<Path> debian() {
    try (Stream<Path> versions = Files.exists(DEBIAN) ? Files.list(DEBIAN) : Stream.empty()) {
      return versions.sorted(Comparator.reverseOrder()).toList().stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  private static boolean hasStatistics(Path home) {
    return Stream.of("lib", "lib/postgresql")
        .anyMatch(place -> Files.exists(home.resolve(place).resolve("pg_stat_statements.so")));
  }

  static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  static String user() {
    if (!isRoot()) {
      return System.getProperty("user.name");
    }
    boolean known =
        Folders.lines(Path.of("/etc/passwd")).stream()
            .anyMatch(line -> line.startsWith("postgres:"));
    return known ? "postgres" : "nobody";
  }

  private static List<String> as(String... command) {
    return isRoot()
        ? Stream.concat(
                Stream.of("setpriv", "--reuid", user(), "--regid", group(), "--clear-groups"),
                Arrays.stream(command))
            .toList()
        : List.of(command);
  }

  private static String group() {
    return Folders.lines(Path.of("/etc/passwd")).stream()
        .filter(line -> line.startsWith(user() + ":"))
        .map(line -> line.split(":", -1)[3])
        .findFirst()
        .orElseThrow();
  }

  private static void enterable(Path folder) {
    try {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open " + folder + " to others", e);
    }
  }

  private static void run(List<String> command, Path log) {
    run(command, log, Path.of("/dev/null"));
  }

  private static void run(List<String> command, Path log, Path input) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(Path.of("/").toFile());
    builder.redirectErrorStream(true);
    builder.redirectInput(input.toFile());
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      Process process = builder.start();
      if (!process.waitFor(SETUP_LIMIT.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
          || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new ServerFailedException(command + " failed" + Folders.tail(log), null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(command.get(0) + " does not start", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in " + command, e);
    }
  }
}
