package io.activitycore.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Temporary folders and the logs in them. */
final class Folders {
  private static final int TAIL_LINES = 30;

  private Folders() {}

  static Path temporary(String name) {
    try {
      return Files.createTempDirectory("activity-core-" + name + "-");
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary folder for " + name, e);
    }
  }

  /** Deletes the folder and all in it, as far as it is there. */
  static void delete(Path folder) {
    try (Stream<Path> content = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
      for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }

  static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** The file's lines; none when it is not there. Bytes that are not UTF-8 are replaced. */
  static List<String> lines(Path file) {
    try {
      return Files.exists(file)
          ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList()
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** The log's last lines with its name, to end an error message with. */
  static String tail(Path log) {
    List<String> lines = lines(log);
    List<String> last = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
    return "; the end of " + log + ":\n" + String.join("\n", last);
  }
}
