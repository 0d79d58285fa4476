package io.activitycore.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.InvalidModelException.Violation;
import io.activitycore.internal.binding.Binder;
import io.activitycore.internal.binding.Bound;
import io.activitycore.internal.located.Finding;
import io.activitycore.internal.located.Located;
import io.activitycore.internal.located.LocatedParser;
import io.activitycore.internal.located.LocatedParser.Format;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads a definition from YAML or JSON and says everything that is wrong with its form. Pure and
 * thread-safe: it knows no file system, no handlers, no expressions.
 *
 * <p>A file is UTF-8, at most 2 MiB, nested at most 1,000 deep, one document. An explicit null
 * counts as absent. How YAML's plain values are read: {@code true}, {@code false}, {@code null} and
 * numbers are what JSON makes of them, anything else is a string ({@code NO}, {@code 2026-01-31});
 * what only some YAML readers take for a number ({@code 010}, {@code 1_000}, {@code .inf}) is
 * refused, as are anchors, aliases and tags.
 */
public final class DefinitionReader {

  /** The largest file, in bytes. */
  public static final int MAX_BYTES = LocatedParser.MAX_BYTES;

  private static final int MAX_PROBLEMS = LocatedParser.MAX_FINDINGS;

  private static final Binder BINDER = new Binder(Map.of(OnError.class, OnErrorForm::read));

  private DefinitionReader() {}

  /**
   * Reads one definition.
   *
   * @param file its name for messages; {@code .json}, {@code .yaml} or {@code .yml} says the
   *     format, otherwise content that begins with a brace is JSON
   * @param content the file's bytes
   * @return the definition, or at most about 100 problems; never throws for what the bytes hold
   */
  public static ReadResult read(String file, byte[] content) {
    Located located = LocatedParser.parse(content, format(file));
    List<Finding> findings = new ArrayList<>(located.findings());
    LineMap lines = located.lines()::lineOf;
    JsonNode tree = located.tree();
    ActivityDefinition definition = null;
    if (tree != null) {
      Bound<ActivityDefinition> bound = BINDER.bind(tree, ActivityDefinition.class);
      definition = bound.value();
      add(findings, lines, bound.problems());
      if (definition == null) {
        add(findings, lines, FormRules.broken(tree));
      }
    }
    List<Problem> problems = problems(file, findings);
    return new ReadResult(problems.isEmpty() ? definition : null, problems, lines);
  }

  static Format format(String file) {
    String name = file.toLowerCase(Locale.ROOT);
    if (name.endsWith(".json")) {
      return Format.JSON;
    }
    return name.endsWith(".yaml") || name.endsWith(".yml") ? Format.YAML : Format.UNKNOWN;
  }

  private static void add(List<Finding> findings, LineMap lines, List<Violation> violations) {
    for (Violation violation : violations) {
      findings.add(
          new Finding(
              lines.lineOf(violation.pointer()),
              violation.pointer(),
              violation.code(),
              violation.message()));
    }
  }

  /** In the order of the lines, and each once: what is wrong in two ways was found first. */
  static List<Problem> problems(String file, List<Finding> findings) {
    Set<List<String>> seen = new HashSet<>();
    List<Problem> problems = new ArrayList<>();
    for (Finding finding : findings) {
      if (seen.add(List.of(finding.pointer(), finding.code())) && problems.size() < MAX_PROBLEMS) {
        problems.add(
            new Problem(
                file, finding.line(), finding.pointer(), finding.code(), finding.message()));
      }
    }
    problems.sort(Comparator.comparingInt(Problem::line).thenComparing(Problem::pointer));
    return problems;
  }
}
