package io.activitycore.cli;

/** A command line that is well formed but cannot be meant, such as a path that does not exist. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
