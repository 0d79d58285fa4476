package io.activitycore.docs.markdown;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The repository's pages. */
final class MarkdownFiles {

  /** Maven runs the tests in the module's folder. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final Set<String> NOT_OURS = Set.of(".dev", ".git", "target");

  private MarkdownFiles() {}

  /** All pages, sorted. */
  static List<Path> all() {
    return below(ROOT, ".md");
  }

  /** Files with an ending below a folder, sorted, without what builds leave behind. */
  static List<Path> below(Path folder, String ending) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> !NOT_OURS.contains(String.valueOf(entry.getFileName())))
          .sorted()
          .flatMap(
              entry -> Files.isDirectory(entry) ? below(entry, ending).stream() : of(entry, ending))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> of(Path file, String ending) {
    return file.toString().endsWith(ending) ? Stream.of(file) : Stream.of();
  }

  /** The lines of a file. */
  static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
