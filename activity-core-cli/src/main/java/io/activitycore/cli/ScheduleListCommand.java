package io.activitycore.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.engine.Schedules;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code activity schedule list}. */
@Command(name = "list", description = "Lists the schedules of a tenant, sorted by activity.")
final class ScheduleListCommand extends ScheduleServerCommand {

  @Option(names = "--json", description = "One JSON object a schedule and line.")
  private boolean json;

  ScheduleListCommand(Console console) {
    super(console);
  }

  @Override
  int run(Schedules schedules) {
    for (Schedules.State state : schedules.list()) {
      if (json) {
        console.line(JsonOutput.compact(object(state)));
      } else {
        console.line(text(state));
      }
    }
    return ExitCode.OK;
  }

  private static String text(Schedules.State state) {
    String how = state.paused() ? "paused" : "active";
    String note = state.note().isEmpty() ? "" : " (" + state.note() + ")";
    return state.activityId()
        + "  "
        + how
        + note
        + "  next "
        + orNone(state.next())
        + "  last run "
        + orNone(state.lastRun());
  }

  private static String orNone(@Nullable Instant instant) {
    return instant == null ? "-" : instant.toString();
  }

  private static ObjectNode object(Schedules.State state) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("activity_id", state.activityId()).put("paused", state.paused());
    object.put("note", state.note());
    put(object, "next", state.next());
    put(object, "last_run", state.lastRun());
    return object;
  }

  private static void put(ObjectNode object, String name, @Nullable Instant instant) {
    if (instant != null) {
      object.put(name, instant.toString());
    }
  }
}
