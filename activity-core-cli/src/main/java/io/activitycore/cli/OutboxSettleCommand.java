package io.activitycore.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.engine.EventsOut;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code activity outbox retry} and {@code activity outbox discard}. */
@Command(footerHeading = "%n", footer = "Prints one line for each: what was done, and its id.")
final class OutboxSettleCommand implements Callable<Integer> {

  private static final int PAGE = 1_000;

  private final Console console;
  private final String done;
  private final BiFunction<EventsOut, List<String>, List<String>> work;

  @Mixin private DatabaseOptions database = new DatabaseOptions();

  @Option(names = "--all", description = "All that are parked when the command begins.")
  private boolean all;

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  @Parameters(
      paramLabel = "EVENT_ID",
      arity = "0..*",
      description = "As activity outbox list shows it.")
  private List<String> ids = new ArrayList<>();

  private OutboxSettleCommand(
      Console console, String done, BiFunction<EventsOut, List<String>, List<String>> work) {
    this.console = console;
    this.done = done;
    this.work = work;
  }

  static CommandLine retry(Console console) {
    return command(
        new OutboxSettleCommand(console, "retried", EventsOut::retry),
        "Publishes parked events out again, under their ids.");
  }

  static CommandLine discard(Console console) {
    return command(
        new OutboxSettleCommand(console, "discarded", EventsOut::discard),
        "Never publishes parked events out.");
  }

  private static CommandLine command(OutboxSettleCommand command, String description) {
    CommandLine line = new CommandLine(command);
    line.getCommandSpec().usageMessage().description(description);
    return line;
  }

  @Override
  public Integer call() {
    if (all != ids.isEmpty()) {
      throw new UsageException("expected event ids, or --all");
    }
    EventsOut events = database.eventsOut();
    return all ? every(events) : named(events);
  }

  private int named(EventsOut events) {
    Set<String> missing = new LinkedHashSet<>(ids);
    settle(events, ids).forEach(missing::remove);
    missing.forEach(id -> console.error(id + ": is not parked"));
    return missing.isEmpty() ? ExitCode.OK : ExitCode.BAD_INPUT;
  }

  /** As many as there were: one that is parked again at once would come without end. */
  private int every(EventsOut events) {
    long left = events.countParked();
    while (left > 0) {
      List<String> page =
          events.parked((int) Math.min(left, PAGE)).stream()
              .map(row -> row.event().eventId())
              .toList();
      left = settle(events, page).isEmpty() ? 0 : left - page.size();
    }
    return ExitCode.OK;
  }

  private List<String> settle(EventsOut events, List<String> page) {
    List<String> settled = work.apply(events, page);
    settled.forEach(this::print);
    console.flush();
    return settled;
  }

  private void print(String id) {
    if (json) {
      console.line(
          JsonOutput.compact(
              JsonNodeFactory.instance.objectNode().put("event_id", id).put(done, true)));
    } else {
      console.line(Columns.of(done, id));
    }
  }
}
