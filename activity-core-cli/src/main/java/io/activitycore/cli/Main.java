package io.activitycore.cli;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Runs the command line. */
public final class Main {

  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    NoLogging.set();
    System.exit(run(Console.system(), args));
  }

  /** Runs a command; never throws. */
  static int run(Console console, String... args) {
    Failures failures = new Failures(console);
    try {
      int code = commandLine(console, failures).execute(args);
      console.flush();
      return code;
    } catch (RuntimeException | Error e) {
      return failures.unexpected(e);
    }
  }

  private static CommandLine commandLine(Console console, Failures failures) {
    ActivityCommand root = new ActivityCommand(failures);
    CommandLine command = new CommandLine(root);
    command.addSubcommand("validate", new ValidateCommand(console));
    command.addSubcommand("match", new MatchCommand(console));
    command.addSubcommand("simulate", new SimulateCommand(console));
    command.addSubcommand("graph", new GraphCommand(console));
    command.addSubcommand("schedule", ScheduleCommand.with(console));
    command.addSubcommand("apply", new ApplyCommand(console));
    command.addSubcommand("export", new ExportCommand(console));
    command.addSubcommand("dlq", DlqCommand.create(console));
    command.addSubcommand("outbox", OutboxCommand.create(console));
    return command
        .setOut(console.writer())
        .setErr(console.errWriter())
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .setExpandAtFiles(false) // a file may begin with an @
        .setUsageHelpWidth(100)
        .setParameterExceptionHandler((e, arguments) -> failures.usage(e))
        .setExecutionExceptionHandler((e, failed, parsed) -> failures.of(e, failed));
  }
}
