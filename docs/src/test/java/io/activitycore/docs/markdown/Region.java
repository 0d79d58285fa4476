package io.activitycore.docs.markdown;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a page may quote: a test source or resource, whole or between two tags. */
final class Region {

  private Region() {}

  /**
   * The text of a region, without the indentation that all its lines share.
   *
   * @param name a file's name and, unless it is meant whole, {@code #} and a tag
   */
  static String text(String name) {
    String[] parts = name.split("#", 2);
    List<String> lines = MarkdownFiles.lines(file(parts[0]));
    return parts.length == 1 ? String.join("\n", lines) : tagged(lines, parts[1], name);
  }

  private static Path file(String name) {
    List<Path> found =
        MarkdownFiles.below(Path.of("src", "test").toAbsolutePath(), name).stream()
            .filter(path -> path.endsWith(name))
            .toList();
    if (found.size() != 1) {
      throw new AssertionError("expected one file " + name + " below docs/src/test, got " + found);
    }
    return found.get(0);
  }

  private static String tagged(List<String> lines, String tag, String name) {
    List<String> region = new ArrayList<>();
    boolean inside = false;
    boolean found = false;
    for (String line : lines) {
      if (isTag(line, "tag::" + tag)) {
        inside = true;
        found = true;
      } else if (isTag(line, "end::" + tag)) {
        inside = false;
      } else if (inside && !line.contains("tag::") && !line.contains("end::")) {
        region.add(line);
      }
    }
    if (!found || inside) {
      throw new AssertionError("no region " + name + " between tag:: and end::");
    }
    return String.join("\n", region).stripTrailing().stripIndent().strip();
  }

  private static boolean isTag(String line, String tag) {
    return line.strip().equals("// " + tag) || line.strip().equals("# " + tag);
  }
}
