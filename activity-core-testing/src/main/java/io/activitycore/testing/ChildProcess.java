package io.activitycore.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An operating system's process whose output, errors included, is appended to one file. Not
 * thread-safe.
 */
final class ChildProcess {
  private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(10);

  private final Process process;
  private boolean frozen;

  private ChildProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts it.
   *
   * @param command program and arguments
   * @param environment added to our own
   * @param log where its output goes
   */
  static ChildProcess start(List<String> command, Map<String, String> environment, Path log) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      return new ChildProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(command.get(0) + " does not start", e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Its exit code. Only once it has ended. */
  int exitCode() {
    return process.exitValue();
  }

  /** SIGKILL; returns when it is gone. */
  void kill() {
    process.destroyForcibly();
    awaitExit(SIGNAL_LIMIT);
  }

  /** SIGTERM, to a frozen one too; it is not waited for. */
  void terminate() {
    process.destroy();
    if (frozen) {
      thaw();
    }
  }

  /** SIGINT, to a frozen one too; it is not waited for. */
  void interrupt() {
    signal("INT");
    if (frozen) {
      thaw();
    }
  }

  /** Waits for its end; false when it still runs. An interrupt ends the wait and stays set. */
  boolean awaitExit(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }

  /** SIGSTOP; returns when all its threads stand still. */
  void freeze() {
    signal("STOP");
    frozen = true;
    // The signal is only queued when kill returns: until it is seen, threads go on and may answer.
    if (!Await.until(SIGNAL_LIMIT, () -> !alive() || ProcessState.stopped(pid()))) {
      throw new IllegalStateException(pid() + " still runs " + SIGNAL_LIMIT + " after SIGSTOP");
    }
  }

  /** SIGCONT. */
  void thaw() {
    signal("CONT");
    frozen = false;
  }

  private void signal(String name) {
    if (!process.isAlive()) {
      return; // its number may be another process's by now
    }
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + name, Long.toString(pid())).inheritIO().start();
      boolean done = kill.waitFor(SIGNAL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      if (!done || (kill.exitValue() != 0 && process.isAlive())) {
        throw new IllegalStateException("kill -" + name + " " + pid() + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("kill -" + name + " " + pid() + " does not start", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in kill -" + name + " " + pid(), e);
    }
  }
}
