package io.activitycore.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.postgres.registry.Applied;
import io.activitycore.postgres.registry.Applied.Action;
import io.activitycore.postgres.registry.Difference;
import io.activitycore.postgres.registry.Edit;
import io.activitycore.postgres.registry.PostgresRegistry;
import io.activitycore.postgres.registry.RegistryException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code activity apply}. */
@Command(
    name = "apply",
    description =
        "Publishes the definitions of a folder in the registry: those that differ, all or nothing.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  activity apply activities/ --dry-run --jdbc-url jdbc:postgresql://db/activity",
      "  activity apply activities/ --prune --author ci --comment \"release 41\"",
      "",
      "Exits 1 if a definition is wrong; then nothing is published."
    })
final class ApplyCommand implements Callable<Integer> {

  private static final int LONGEST = 200;

  private final Console console;

  @Mixin private DatabaseOptions registry = new DatabaseOptions();

  @Option(names = "--dry-run", description = "Only say what would be done.")
  private boolean dryRun;

  @Option(
      names = "--prune",
      description = "Retire the activities of the registry that are not in the folder.")
  private boolean prune;

  @Option(
      names = "--author",
      paramLabel = "NAME",
      description = "Who, for the history; default: the user of this process.")
  private String author = System.getProperty("user.name", "unknown");

  @Option(names = "--comment", paramLabel = "TEXT", description = "Why, for the history.")
  private @Nullable String comment;

  @Parameters(
      paramLabel = "DIR",
      description = "A folder with *.yaml, *.yml and *.json below it, or a file.")
  private Path folder = Path.of("");

  ApplyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    DefinitionSet set = DefinitionSet.read(List.of(folder));
    if (!set.problems().isEmpty()) {
      set.problems().forEach(problem -> console.error(problem.toString()));
      return ExitCode.BAD_INPUT;
    }
    if (author.isBlank()) {
      throw new UsageException("--author: expected a name, it is blank");
    }
    PostgresRegistry target = registry.open();
    try {
      print(
          dryRun
              ? target.compare(set.definitions(), prune)
              : target.apply(set.definitions(), prune, new Edit(author, comment)));
      return ExitCode.OK;
    } catch (RegistryException e) {
      console.error(String.valueOf(e.getMessage()));
      return ExitCode.BAD_INPUT;
    }
  }

  private void print(List<Applied> applied) {
    applied.stream().filter(each -> each.action() != Action.UNCHANGED).forEach(this::print);
    console.line(
        count(applied, Action.PUBLISHED)
            + (dryRun ? " to publish, " : " published, ")
            + count(applied, Action.RETIRED)
            + (dryRun ? " to retire, " : " retired, ")
            + count(applied, Action.UNCHANGED)
            + " unchanged");
  }

  private static long count(List<Applied> applied, Action action) {
    return applied.stream().filter(each -> each.action() == action).count();
  }

  private void print(Applied applied) {
    if (applied.action() == Action.RETIRED) {
      console.line("- " + applied.activityId() + ": version " + applied.before());
      return;
    }
    String next = applied.version() == null ? "a new version" : "version " + applied.version();
    if (applied.before() == null) {
      console.line("+ " + applied.activityId() + ": " + next);
      return;
    }
    console.line("~ " + applied.activityId() + ": version " + applied.before() + " -> " + next);
    for (Difference difference : applied.differences()) {
      console.line(
          "    "
              + difference.pointer()
              + ": "
              + text(difference.before())
              + " -> "
              + text(difference.after()));
    }
  }

  private static String text(@Nullable JsonNode value) {
    String text = value == null ? "nothing" : value.toString();
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }
}
