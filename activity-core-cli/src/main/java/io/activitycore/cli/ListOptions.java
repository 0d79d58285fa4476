package io.activitycore.cli;

import io.activitycore.spi.DeadLetterQuery;
import picocli.CommandLine.Option;

/** How much a command lists, and in which form. */
final class ListOptions {

  private static final int LARGEST = DeadLetterQuery.MAX_LIMIT;

  @Option(
      names = "--limit",
      paramLabel = "COUNT",
      description = "At most that many, 1 to 10000. Default: 100.")
  private int limit = 100;

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  int limit() {
    if (limit < 1 || limit > LARGEST) {
      throw new UsageException("--limit: expected 1 to " + LARGEST + ", got " + limit);
    }
    return limit;
  }

  boolean isJson() {
    return json;
  }
}
