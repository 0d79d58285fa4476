package io.activitycore.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A main class of the test's class path in a JVM of its own, to be killed. It ends with our JVM at
 * the latest. Thread-safe; the methods that change it exclude each other.
 */
public final class JavaProcess implements AutoCloseable {
  private final String name;
  private final ChildProcess process;
  private final Path log;
  private final ExitHook exitHook;

  private JavaProcess(String name, ChildProcess process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.exitHook = ExitHook.add(process::kill);
  }

  /**
   * Starts it; {@link #awaitLine} tells when it is ready.
   *
   * @param main a class with a main method
   * @param environment added to our own environment
   * @param log the file for its output, errors included; what it held before is lost
   * @param arguments for the main method
   */
  public static JavaProcess start(
      Class<?> main, Map<String, String> environment, Path log, String... arguments) {
    try {
      Files.deleteIfExists(log);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot empty " + log, e);
    }
    List<String> command =
        Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    main.getName()),
                Stream.of(arguments))
            .toList();
    return new JavaProcess(
        main.getSimpleName(), ChildProcess.start(command, environment, log), log);
  }

  /** The operating system's number for it. */
  public long pid() {
    return process.pid();
  }

  /** Whether it exists, frozen or not. */
  public boolean alive() {
    return process.alive();
  }

  /** The file with its output. */
  public Path log() {
    return log;
  }

  /**
   * Waits until its output has a line that contains a text.
   *
   * @return the first such line
   * @throws AssertionError when there is none in time, or it ends without one; with the log's end
   */
  public String awaitLine(String text, Duration timeout) {
    await("a line with '" + text + "'", timeout, () -> line(text).isPresent());
    return line(text).orElseThrow();
  }

  /**
   * Waits until a file exists, such as the announcement of a {@link Failpoint}.
   *
   * @throws AssertionError when it does not in time, or the process ends without it; with the log's
   *     end
   */
  public void awaitFile(Path file, Duration timeout) {
    await("the file " + file, timeout, () -> Files.exists(file));
  }

  /**
   * Waits until it ends by itself.
   *
   * @return its exit code
   * @throws AssertionError when it still runs after the time-out; with the log's end
   */
  public int awaitExit(Duration timeout) {
    if (!process.awaitExit(timeout)) {
      throw new AssertionError(this + " still runs after " + timeout + Folders.tail(log));
    }
    return process.exitCode();
  }

  /** SIGKILL, to a frozen one too; returns when it is gone. Does nothing when it has ended. */
  public synchronized void kill() {
    exitHook.remove();
    process.kill();
  }

  /** SIGTERM, to a frozen one too: its shutdown hooks run. It is not waited for. */
  public synchronized void terminate() {
    process.terminate();
  }

  /** SIGSTOP: it keeps its memory and its connections, and does nothing until {@link #thaw()}. */
  public synchronized void freeze() {
    process.freeze();
  }

  /** SIGCONT: it goes on where it was. */
  public synchronized void thaw() {
    process.thaw();
  }

  /** {@link #kill()}; the log stays. */
  @Override
  public void close() {
    kill();
  }

  /** Such as {@code WorkerMain (4711)}. */
  @Override
  public String toString() {
    return name + " (" + pid() + ")";
  }

  private Optional<String> line(String text) {
    return Folders.lines(log).stream().filter(line -> line.contains(text)).findFirst();
  }

  private void await(String what, Duration timeout, BooleanSupplier condition) {
    Await.until(timeout, () -> condition.getAsBoolean() || !process.alive());
    if (!condition.getAsBoolean()) { // once more: its last words may have come with its end
      String state = process.alive() ? " after " + timeout : "; it has ended";
      throw new AssertionError(this + ": not " + what + state + Folders.tail(log));
    }
  }
}
