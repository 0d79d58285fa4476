package io.activitycore.definition;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Where a host's definitions come from. A host may implement it for a place of its own;
 * thread-safe.
 */
@FunctionalInterface
public interface Definitions {

  /** Reads all of them anew. A wrong one does not keep the others from loading. */
  Loaded load();

  /**
   * The files {@code *.yaml}, {@code *.yml} and {@code *.json} below a directory, by name. Hidden
   * files and directories are left out (a mounted Kubernetes ConfigMap keeps its copies there), as
   * are linked directories. A directory or file that cannot be read is a problem with the code
   * {@code unreadable}.
   */
  static Definitions fromDirectory(Path directory) {
    return () -> DefinitionFiles.load(DefinitionFiles.below(directory, directory.toString()));
  }

  /**
   * The same below a folder of the class path, in directories and jars, as the thread's context
   * class loader sees it. A jar must hold an entry for the folder itself, as build tools write it.
   *
   * @param folder such as {@code activities}
   */
  static Definitions fromClasspath(String folder) {
    return () -> DefinitionFiles.load(ClasspathFolder.files(folder));
  }

  /** These. */
  static Definitions of(ActivityDefinition... definitions) {
    List<Source> sources =
        Arrays.stream(definitions)
            .map(definition -> new Source(definition, "java", LineMap.NONE))
            .toList();
    return () -> DefinitionFiles.unique(sources, List.of());
  }

  /**
   * One definition and where it stands.
   *
   * @param definition what was read
   * @param file its name for messages; {@code java} where there is none
   * @param lines for problems that are found later
   */
  record Source(ActivityDefinition definition, String file, LineMap lines) {}

  /**
   * What was found.
   *
   * @param good in the order of the files; no two have the same id
   * @param problems what is wrong with the others
   */
  record Loaded(List<Source> good, List<Problem> problems) {

    /** Copies. */
    public Loaded {
      good = List.copyOf(good);
      problems = List.copyOf(problems);
    }

    /**
     * For a place of the host's own: what it read, where no two may have the same id.
     *
     * @param sources in the order of the files
     * @param problems found so far; one is added for each definition whose id another one has too
     */
    public static Loaded of(List<Source> sources, List<Problem> problems) {
      return DefinitionFiles.unique(sources, problems);
    }

    /**
     * The definitions, all of them good.
     *
     * @throws DefinitionException when there are problems
     */
    public List<ActivityDefinition> orThrow() {
      if (!problems.isEmpty()) {
        throw new DefinitionException(problems);
      }
      return good.stream().map(Source::definition).toList();
    }
  }
}
