package io.activitycore.cli;

import io.activitycore.engine.Schedules;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code activity schedule pause}. */
@Command(
    name = "pause",
    description = "Lets a schedule start nothing until it is resumed. What runs goes on.")
final class SchedulePauseCommand extends ScheduleServerCommand {

  @Parameters(paramLabel = "ACTIVITY", description = "Whose schedule.")
  private String activity = "";

  @Option(names = "--note", paramLabel = "TEXT", required = true, description = "Why.")
  private String note = "";

  SchedulePauseCommand(Console console) {
    super(console);
  }

  @Override
  int run(Schedules schedules) {
    schedules.pause(activity, note);
    return ExitCode.OK;
  }
}
