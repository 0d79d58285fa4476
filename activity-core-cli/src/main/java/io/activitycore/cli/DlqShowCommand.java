package io.activitycore.cli;

import io.activitycore.spi.StoredDeadLetter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code activity dlq show}. */
@Command(
    name = "show",
    description = {
      "Prints a dead letter as JSON, with headers and body",
      "(body_base64 where it is no UTF-8)."
    })
final class DlqShowCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private BrokerChoice broker = new BrokerChoice();

  @Parameters(paramLabel = "ID", description = "As activity dlq list shows it.")
  private String id = "";

  DlqShowCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    return broker.withDeadLetters(
        letters -> {
          Optional<StoredDeadLetter> letter = letters.find(id);
          if (letter.isEmpty()) {
            console.error(id + ": no such dead letter");
            return ExitCode.BAD_INPUT;
          }
          console.line(JsonOutput.indented(DlqText.full(letter.get())));
          return ExitCode.OK;
        });
  }
}
