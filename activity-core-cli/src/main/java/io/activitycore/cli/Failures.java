package io.activitycore.cli;

import io.activitycore.spi.DeadLettersException;
import io.activitycore.spi.StoreException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a command that cannot go on leaves behind: some words, and never a trace unasked. */
final class Failures {

  private final Console console;
  private boolean verbose;

  Failures(Console console) {
    this.console = console;
  }

  void setVerbose(boolean value) {
    verbose = value;
  }

  /** Of a command that threw. */
  int of(Exception e, CommandLine command) {
    if (e instanceof UsageException usage) {
      return usage(new ParameterException(command, usage.getMessage()));
    }
    if (e instanceof DeadLettersException unavailable) {
      console.error(command.getCommandSpec().qualifiedName() + ": " + unavailable.getMessage());
      return ExitCode.UNAVAILABLE;
    }
    return e instanceof StoreException store ? unavailable(store) : unexpected(e);
  }

  /** Of a database. */
  private int unavailable(StoreException e) {
    console.error("activity: " + e.getMessage());
    if (verbose) {
      e.printStackTrace(console.errWriter());
    }
    return ExitCode.UNAVAILABLE;
  }

  /** Of a wrong command line. */
  int usage(ParameterException e) {
    String name = e.getCommandLine().getCommandSpec().qualifiedName();
    console.error(name + ": " + e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, console.errWriter());
    console.error("See '" + name + " --help'.");
    return ExitCode.USAGE;
  }

  /** Of this program or its machine. */
  int unexpected(Throwable e) {
    if (e instanceof OutputException output && output.isClosedPipe()) {
      return ExitCode.CLOSED_PIPE;
    }
    String what = e instanceof OutputException ? e.getMessage() : "unexpected error: " + e;
    console.error("activity: " + String.valueOf(what).lines().findFirst().orElse(""));
    if (verbose) {
      e.printStackTrace(console.errWriter());
    }
    return ExitCode.INTERNAL;
  }
}
