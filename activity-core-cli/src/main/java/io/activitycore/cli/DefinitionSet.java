package io.activitycore.cli;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.DefinitionReader;
import io.activitycore.definition.Definitions.Loaded;
import io.activitycore.definition.Definitions.Source;
import io.activitycore.definition.Problem;
import io.activitycore.definition.ReadResult;
import io.activitycore.engine.DefinitionValidator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The definitions in some files, and everything that is wrong with them: their form, what is
 * refused when they are saved, rings of activities, and ids that two of them have.
 *
 * @param definitions those without a problem
 * @param problems sorted by file and line
 */
record DefinitionSet(List<ActivityDefinition> definitions, List<Problem> problems) {

  private static final List<String> SUFFIXES = List.of(".yaml", ".yml", ".json");

  private static final Comparator<Problem> ORDER =
      Comparator.comparing(Problem::file)
          .thenComparing(Problem::line)
          .thenComparing(Problem::pointer)
          .thenComparing(Problem::code);

  /**
   * Reads and checks.
   *
   * @throws UsageException when a path does not exist
   */
  static DefinitionSet read(Collection<Path> paths) {
    FoundFiles found = FoundFiles.below(paths, SUFFIXES, "definition");
    List<Source> sources = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    found
        .faults()
        .forEach(
            fault -> problems.add(new Problem(fault.name(), 0, "", fault.code(), fault.message())));
    found.files().forEach(file -> read(file, sources, problems));
    problems.addAll(DefinitionValidator.create().check(sources));
    List<Problem> all = new ArrayList<>(Loaded.of(sources, problems).problems());
    all.sort(ORDER);
    Set<String> wrong = all.stream().map(Problem::file).collect(Collectors.toSet());
    List<ActivityDefinition> good =
        sources.stream()
            .filter(source -> !wrong.contains(source.file()))
            .map(Source::definition)
            .toList();
    return new DefinitionSet(good, List.copyOf(all));
  }

  private static void read(FoundFiles.Found file, List<Source> sources, List<Problem> problems) {
    try (InputStream in = Files.newInputStream(file.path())) {
      ReadResult result =
          DefinitionReader.read(file.name(), in.readNBytes(DefinitionReader.MAX_BYTES + 1));
      ActivityDefinition definition = result.definition();
      if (definition != null) {
        sources.add(new Source(definition, file.name(), result.lines()));
      }
      problems.addAll(result.problems());
    } catch (IOException e) {
      problems.add(new Problem(file.name(), 0, "", "unreadable", FoundFiles.unreadable(e)));
    }
  }
}
