package io.activitycore.cli;

import java.util.List;

/** Something in the files is wrong. */
final class BadInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> lines;

  BadInputException(List<String> lines) {
    super(String.join("; ", lines));
    this.lines = lines;
  }

  /** One for each fault. */
  List<String> lines() {
    return lines;
  }
}
