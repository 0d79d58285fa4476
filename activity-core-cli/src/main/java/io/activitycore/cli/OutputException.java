package io.activitycore.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/** The standard output takes no more. */
final class OutputException extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  OutputException(IOException cause) {
    super("cannot write the output: " + cause.getMessage(), cause);
  }

  /** Whether the reader went away, which is its right; Java tells it by words only. */
  boolean isClosedPipe() {
    String message = String.valueOf(getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("broken pipe") || message.contains("pipe is being closed");
  }
}
