package io.activitycore.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code activity dlq}; the work is in its subcommands. */
@Command(
    name = "dlq",
    description = "Lists, shows, replays and discards the dead letters of a broker.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  activity dlq list --broker nats --set url=nats://nats-1:4222 --code undecodable",
      "  activity dlq show 42 --config application.properties",
      "  activity dlq replay 42 43 --config application.properties",
      "  activity dlq replay --type shop.order.placed --config application.properties",
      "",
      "A replay keeps the event's id: what has run already is a duplicate without effect.",
      "Exits 1 if a dead letter that was named does not exist, 69 if the broker cannot be reached."
    })
final class DlqCommand {

  private DlqCommand() {}

  static CommandLine create(Console console) {
    CommandLine dlq = new CommandLine(new DlqCommand());
    dlq.addSubcommand("list", new DlqListCommand(console));
    dlq.addSubcommand("show", new DlqShowCommand(console));
    dlq.addSubcommand("replay", DlqSettleCommand.replay(console));
    dlq.addSubcommand("discard", DlqSettleCommand.discard(console));
    return dlq;
  }
}
