package io.activitycore.cli;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Problem;
import io.activitycore.engine.Schedules;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code activity schedule sync}. */
@Command(
    name = "sync",
    description =
        "Makes the schedules of a tenant what these definitions want, and deletes those of"
            + " activities that are not among them. Hosts do the same at start.",
    footer = {"", "Prints one line a difference: create, update or delete, the activity, how."})
final class ScheduleSyncCommand extends ScheduleServerCommand {

  @Option(
      names = "--definitions",
      required = true,
      paramLabel = "PATH",
      description =
          "A file, or a folder with *.yaml, *.yml and *.json below it: all of the tenant.")
  private List<Path> definitions = List.of();

  @Option(names = "--dry-run", description = "Only print the differences.")
  private boolean dryRun;

  ScheduleSyncCommand(Console console) {
    super(console);
  }

  @Override
  List<ActivityDefinition> definitions() {
    DefinitionSet set = DefinitionSet.read(definitions);
    if (!set.problems().isEmpty()) { // half a set would delete the schedules of the other half
      throw new BadInputException(set.problems().stream().map(Problem::toString).toList());
    }
    return set.definitions();
  }

  @Override
  int run(Schedules schedules) {
    List<Schedules.Change> changes = dryRun ? schedules.differences() : schedules.sync();
    changes.forEach(
        change -> console.line(change.what() + " " + change.activityId() + ": " + change.detail()));
    return ExitCode.OK;
  }
}
