package io.activitycore.cli;

import io.activitycore.spi.DeadLetterQuery;
import io.activitycore.spi.StoredDeadLetter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
  @Mixin private ListOptions list = new ListOptions();

  DlqListCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    int limit = list.limit();
    DeadLetterQuery query = filter.query().withLimit(limit);
    return broker.withDeadLetters(
        letters -> {
          List<StoredDeadLetter> found = letters.list(query);
          found.forEach(this::print);
          return ExitCode.OK;
        });
  }

  private void print(StoredDeadLetter letter) {
    if (list.isJson()) {
      console.line(JsonOutput.compact(DlqText.summary(letter)));
    } else {
      console.line(DlqText.line(letter));
    }
  }
}
