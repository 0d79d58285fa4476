package io.activitycore.cli;

import io.activitycore.spi.DeadLetterQuery;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead letters a command is about. */
final class DlqFilter {

  @Option(names = "--code", paramLabel = "CODE", description = "Only with this code.")
  private @Nullable String code;

  @Option(names = "--type", paramLabel = "TYPE", description = "Only of this event type.")
  private @Nullable String type;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Only dead-lettered then or later, such as 2026-11-21T09:00:00Z.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Only dead-lettered before.")
  private @Nullable String to;

  /** Whether it restricts anything. */
  boolean isSet() {
    return code != null || type != null || from != null || to != null;
  }

  /** What is asked for, of any number. */
  DeadLetterQuery query() {
    try {
      return DeadLetterQuery.all()
          .withCode(code)
          .withEventType(type)
          .between(instant("--from", from), instant("--to", to));
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable Instant instant(String option, @Nullable String text) {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new UsageException(
          option + ": expected a time such as 2026-11-21T09:00:00Z, got " + text);
    }
  }
}
