package io.activitycore.cli;

import io.activitycore.engine.Schedules;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code activity schedule resume}. */
@Command(
    name = "resume",
    description =
        "Lets a paused schedule go on. The hosts make up for what was due in the meantime, as its"
            + " misfire policy says, within a minute.")
final class ScheduleResumeCommand extends ScheduleServerCommand {

  @Parameters(paramLabel = "ACTIVITY", description = "Whose schedule.")
  private String activity = "";

  ScheduleResumeCommand(Console console) {
    super(console);
  }

  @Override
  int run(Schedules schedules) {
    schedules.resume(activity);
    return ExitCode.OK;
  }
}
