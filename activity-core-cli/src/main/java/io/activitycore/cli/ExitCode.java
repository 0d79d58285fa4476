package io.activitycore.cli;

/** What a command's process ends with. */
final class ExitCode {

  /** Everything asked for was done. */
  static final int OK = 0;

  /** Something in the files is wrong. */
  static final int BAD_INPUT = 1;

  /** The command line is wrong. */
  static final int USAGE = 2;

  /** A server did not answer; {@code EX_UNAVAILABLE} of sysexits. */
  static final int UNAVAILABLE = 69;

  /** A fault of this program or its machine; {@code EX_SOFTWARE} of sysexits. */
  static final int INTERNAL = 70;

  /** Nobody reads the output any more: what a shell gives for SIGPIPE. */
  static final int CLOSED_PIPE = 141;

  private ExitCode() {}
}
