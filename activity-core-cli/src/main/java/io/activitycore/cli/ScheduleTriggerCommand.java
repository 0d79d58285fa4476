package io.activitycore.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.activitycore.engine.Schedules;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code activity schedule trigger}. */
@Command(
    name = "trigger",
    description = "Starts a run now; the schedule goes on as if nothing had happened.",
    footer = {"", "Prints 'started', or 'duplicate' when the key was used before."})
final class ScheduleTriggerCommand extends ScheduleServerCommand {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Parameters(paramLabel = "ACTIVITY", description = "Which activity.")
  private String activity = "";

  @Option(
      names = "--key",
      paramLabel = "KEY",
      required = true,
      description = "Makes the run single: the same key again starts nothing.")
  private String key = "";

  @Option(
      names = "--payload",
      paramLabel = "JSON",
      defaultValue = "{}",
      description = "What expressions see as payload. Default: ${DEFAULT-VALUE}.")
  private String payload = "";

  ScheduleTriggerCommand(Console console) {
    super(console);
  }

  @Override
  int run(Schedules schedules) {
    console.line(schedules.trigger(activity, key, json()) ? "started" : "duplicate");
    return ExitCode.OK;
  }

  private JsonNode json() {
    try {
      return MAPPER.readTree(payload);
    } catch (JsonProcessingException e) {
      throw new UsageException("--payload is not JSON: " + e.getOriginalMessage());
    }
  }
}
