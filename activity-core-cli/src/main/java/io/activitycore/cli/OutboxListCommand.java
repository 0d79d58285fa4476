package io.activitycore.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.spi.Outbox.Parked;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code activity outbox list}. */
@Command(
    name = "list",
    description = {
      "Lists parked events out, oldest first, one a line:",
      "event id, time, event type, attempts, reason, separated by tabs."
    })
final class OutboxListCommand implements Callable<Integer> {

  private static final int LARGEST = 10_000;

  private final Console console;

  @Mixin private RegistryOptions database = new RegistryOptions();

  @Option(
      names = "--limit",
      paramLabel = "COUNT",
      description = "At most that many, 1 to 10000. Default: 100.")
  private int limit = 100;

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  OutboxListCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (limit < 1 || limit > LARGEST) {
      throw new UsageException("--limit: expected 1 to " + LARGEST + ", got " + limit);
    }
    database.eventsOut().parked(limit).forEach(this::print);
    return ExitCode.OK;
  }

  private void print(Parked row) {
    if (json) {
      console.line(JsonOutput.compact(object(row)));
    } else {
      console.line(
          Stream.of(
                  row.event().eventId(),
                  row.parkedAt().toString(),
                  row.event().type(),
                  Integer.toString(row.attempts()),
                  row.reason())
              .map(DlqText::onOneLine)
              .collect(Collectors.joining("\t")));
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
