package io.activitycore.definition;

import io.activitycore.definition.Definitions.Loaded;
import io.activitycore.definition.Definitions.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Files with definitions, wherever they are. */
final class DefinitionFiles {

  private DefinitionFiles() {}

  /** A file that can be opened. */
  interface Content {
    InputStream open() throws IOException;
  }

  /**
   * Files of one place.
   *
   * @param files by name, sorted
   * @param problems what could not be looked at
   */
  record Found(TreeMap<String, Content> files, List<Problem> problems) {}

  /** The definition files below a directory, by the names they have in messages. */
  static Found below(Path directory, String name) {
    TreeMap<String, Content> files = new TreeMap<>();
    try {
      Path root = directory.toRealPath(); // a link would not be followed
      try (Stream<Path> paths = Files.walk(root)) {
        paths
            .filter(path -> isDefinition(root.relativize(path)) && Files.isRegularFile(path))
            .forEach(
                path -> {
                  String relative = root.relativize(path).toString().replace('\\', '/');
                  files.put(name + "/" + relative, () -> Files.newInputStream(path));
                });
      }
      return new Found(files, List.of());
    } catch (IOException | UncheckedIOException e) {
      return new Found(files, List.of(unreadable(name, e)));
    }
  }

  /** By its name: its suffix, and that no part of it is hidden. */
  static boolean isDefinition(Path relative) {
    for (Path part : relative) {
      if (part.toString().startsWith(".")) {
        return false;
      }
    }
    String name = relative.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
  }

  static Problem unreadable(String file, Exception e) {
    return new Problem(file, 0, "", "unreadable", "cannot be read: " + e);
  }

  /** Reads all of them. */
  static Loaded load(Found found) {
    List<Source> sources = new ArrayList<>();
    List<Problem> problems = new ArrayList<>(found.problems());
    for (Map.Entry<String, Content> file : found.files().entrySet()) {
      try (InputStream in = file.getValue().open()) {
        ReadResult result =
            DefinitionReader.read(file.getKey(), in.readNBytes(DefinitionReader.MAX_BYTES + 1));
        ActivityDefinition definition = result.definition();
        if (definition != null) {
          sources.add(new Source(definition, file.getKey(), result.lines()));
        }
        problems.addAll(result.problems());
      } catch (IOException e) {
        problems.add(unreadable(file.getKey(), e));
      }
    }
    return unique(sources, problems);
  }

  /** Leaves out every definition whose id another one has too. */
  static Loaded unique(List<Source> sources, List<Problem> problems) {
    Map<String, List<Source>> byId =
        sources.stream().collect(Collectors.groupingBy(source -> source.definition().id()));
    List<Source> good = new ArrayList<>();
    List<Problem> all = new ArrayList<>(problems);
    for (Source source : sources) {
      List<Source> same = byId.getOrDefault(source.definition().id(), List.of());
      if (same.size() == 1) {
        good.add(source);
      } else {
        all.add(duplicate(source, same));
      }
    }
    return new Loaded(good, all);
  }

  private static Problem duplicate(Source source, List<Source> same) {
    List<String> others = new ArrayList<>(same.stream().map(Source::file).sorted().toList());
    others.remove(source.file());
    String message =
        source.definition().id()
            + " is the id of another definition too: "
            + String.join(", ", others);
    return new Problem(source.file(), source.lines().lineOf("/id"), "/id", "duplicate_id", message);
  }
}
