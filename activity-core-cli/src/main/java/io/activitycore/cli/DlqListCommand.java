package io.activitycore.cli;

import io.activitycore.spi.DeadLetterQuery;
import io.activitycore.spi.StoredDeadLetter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code activity dlq list}. */
@Command(
    name = "list",
    description = {
      "Lists dead letters, oldest first, one a line:",
      "id, time, code, event type, event id, attempts, reason, separated by tabs."
    })
final class DlqListCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private BrokerChoice broker = new BrokerChoice();
  @Mixin private DlqFilter filter = new DlqFilter();

  @Option(
      names = "--limit",
      paramLabel = "COUNT",
      description = "At most that many, 1 to 10000. Default: 100.")
  private int limit = 100;

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  DlqListCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (limit < 1 || limit > DeadLetterQuery.MAX_LIMIT) {
      throw new UsageException(
          "--limit: expected 1 to " + DeadLetterQuery.MAX_LIMIT + ", got " + limit);
    }
    DeadLetterQuery query = filter.query().withLimit(limit);
    return broker.withDeadLetters(
        letters -> {
          List<StoredDeadLetter> found = letters.list(query);
          found.forEach(this::print);
          return ExitCode.OK;
        });
  }

  private void print(StoredDeadLetter letter) {
    if (json) {
      console.line(JsonOutput.compact(DlqText.summary(letter)));
    } else {
      console.line(DlqText.line(letter));
    }
  }
}
