package io.activitycore.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.spi.Outbox.Parked;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code activity outbox list}. */
@Command(
    name = "list",
    description = {
      "Lists parked events out, oldest first, one a line:",
      "event id, time, event type, attempts, reason, separated by tabs."
    })
final class OutboxListCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private ListOptions list = new ListOptions();

  OutboxListCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    int limit = list.limit();
    database.eventsOut().parked(limit).forEach(this::print);
    return ExitCode.OK;
  }

  private void print(Parked row) {
    if (list.isJson()) {
      console.line(JsonOutput.compact(object(row)));
    } else {
      console.line(
          Columns.of(
              row.event().eventId(),
              row.parkedAt().toString(),
              row.event().type(),
              Integer.toString(row.attempts()),
              row.reason()));
    }
  }

  private static JsonNode object(Parked row) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("event_id", row.event().eventId())
        .put("parked_at", row.parkedAt().toString())
        .put("type", row.event().type())
        .put("subject", row.event().subject())
        .put("attempts", row.attempts())
        .put("reason", row.reason());
  }
}
