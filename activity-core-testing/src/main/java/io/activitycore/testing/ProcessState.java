package io.activitycore.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the operating system says of a process. */
final class ProcessState {
  private static final Path PROC = Path.of("/proc");

  private ProcessState() {}

  /** Whether a SIGSTOP has reached it: on Linux, each of its threads. */
  static boolean stopped(long pid) {
    Path tasks = PROC.resolve(Long.toString(pid)).resolve("task");
    try {
      return Files.isDirectory(tasks) ? allStopped(tasks) : stoppedByPs(pid);
    } catch (IOException e) {
      return false; // it or a thread of it has just ended: the caller asks again
    }
  }

  private static boolean allStopped(Path tasks) throws IOException {
    List<Path> found;
    try (Stream<Path> listed = Files.list(tasks)) {
      found = listed.toList();
    }
    for (Path task : found) {
      // "pid (name) state ...", and the name may hold anything, parentheses too
      String stat = Files.readString(task.resolve("stat"), StandardCharsets.ISO_8859_1);
      if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
        return false;
      }
    }
    return true;
  }

  private static boolean stoppedByPs(long pid) throws IOException {
    Process ps =
        new ProcessBuilder("ps", "-o", "state=", "-p", Long.toString(pid))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String state = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    return state.strip().startsWith("T");
  }
}
