package io.activitycore.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command itself; all work is in its subcommands. */
@Command(
    name = "activity",
    description =
        "Checks and tries activity definitions, publishes them, operates schedules, dead letters.",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 done, 1 something in the files is wrong, 2 the command line is wrong,",
      "69 a server did not answer, 70 an unexpected error, 141 nobody reads the output."
    })
final class ActivityCommand {

  private final Failures failures;

  ActivityCommand(Failures failures) {
    this.failures = failures;
  }

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of an unexpected error.")
  void setVerbose(boolean value) {
    failures.setVerbose(value);
  }
}
