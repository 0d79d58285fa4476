package io.activitycore.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code activity schedule}: all work is in its subcommands. */
@Command(
    name = "schedule",
    description = "Says when schedules are due, and operates those on a Temporal server.",
    synopsisSubcommandLabel = "COMMAND")
final class ScheduleCommand {

  private ScheduleCommand() {}

  static CommandLine with(Console console) {
    CommandLine command = new CommandLine(new ScheduleCommand());
    command.addSubcommand("next", new ScheduleNextCommand(console));
    command.addSubcommand("sync", new ScheduleSyncCommand(console));
    command.addSubcommand("list", new ScheduleListCommand(console));
    command.addSubcommand("pause", new SchedulePauseCommand(console));
    command.addSubcommand("resume", new ScheduleResumeCommand(console));
    command.addSubcommand("trigger", new ScheduleTriggerCommand(console));
    command.addSubcommand("backfill", new ScheduleBackfillCommand(console));
    return command;
  }
}
