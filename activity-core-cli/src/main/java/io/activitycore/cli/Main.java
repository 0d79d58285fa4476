package io.activitycore.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

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
    ActivityCommand root = new ActivityCommand();
    int code;
    try {
      code = commandLine(root, console).execute(args);
      console.flush();
    } catch (Throwable e) {
      code = failed(e, root.verbose(), console);
    }
    return code;
  }

  private static CommandLine commandLine(ActivityCommand root, Console console) {
    CommandLine command = new CommandLine(root);
    command.addSubcommand("validate", new ValidateCommand(console));
    command.addSubcommand("match", new MatchCommand(console));
    return command
        .setOut(console.writer())
        .setErr(console.errWriter())
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .setExpandAtFiles(false) // a file may begin with an @
        .setUsageHelpWidth(100)
        .setParameterExceptionHandler((e, arguments) -> usage(e, console))
        .setExecutionExceptionHandler(
            (e, failed, parsed) -> {
              if (e instanceof UsageException) {
                return usage(new ParameterException(failed, e.getMessage()), console);
              }
              throw e;
            });
  }

  private static int usage(ParameterException e, Console console) {
    String name = e.getCommandLine().getCommandSpec().qualifiedName();
    console.error(name + ": " + e.getMessage());
    PrintWriter err = console.errWriter();
    UnmatchedArgumentException.printSuggestions(e, err);
    console.error("See '" + name + " --help'.");
    return ExitCode.USAGE;
  }

  private static int failed(Throwable e, boolean verbose, Console console) {
    Throwable cause =
        e instanceof CommandLine.ExecutionException && e.getCause() != null ? e.getCause() : e;
    if (cause instanceof OutputException output && output.isClosedPipe()) {
      return ExitCode.CLOSED_PIPE;
    }
    String hint = verbose ? "" : " (--verbose shows where)";
    console.error(
        "activity: unexpected error: "
            + String.valueOf(cause).lines().findFirst().orElse("")
            + hint);
    if (verbose) {
      cause.printStackTrace(console.errWriter());
    }
    return ExitCode.INTERNAL;
  }
}
