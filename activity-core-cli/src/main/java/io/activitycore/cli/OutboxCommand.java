package io.activitycore.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code activity outbox}; the work is in its subcommands. */
@Command(
    name = "outbox",
    description = "Lists, retries and discards events out that no broker takes.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  activity outbox list --jdbc-url jdbc:postgresql://db/activity",
      "  activity outbox retry activity-orders:evt-1#RunCompleted",
      "  activity outbox discard --all",
      "",
      "A retry keeps the event's id. Exits 1 if an event that was named is not parked, 69 if the",
      "database does not answer."
    })
final class OutboxCommand {

  private OutboxCommand() {}

  static CommandLine create(Console console) {
    CommandLine outbox = new CommandLine(new OutboxCommand());
    outbox.addSubcommand("list", new OutboxListCommand(console));
    outbox.addSubcommand("retry", OutboxSettleCommand.retry(console));
    outbox.addSubcommand("discard", OutboxSettleCommand.discard(console));
    return outbox;
  }
}
