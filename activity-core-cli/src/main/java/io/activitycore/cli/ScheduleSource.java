package io.activitycore.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.definition.DefinitionReader;
import io.activitycore.definition.Definitions;
import io.activitycore.definition.Problem;
import io.activitycore.definition.ReadResult;
import io.activitycore.definition.ScheduleTrigger;
import io.activitycore.engine.DefinitionValidator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A schedule from the command line, checked as one in a definition is. */
final class ScheduleSource {

  private static final String POINTER = "/trigger/schedule/";

  /** For the options that stand beside a definition's own schedule. */
  private static final List<String> ANY = List.of("* * * * *");

  private final Console console;
  private final @Nullable String timezone;
  private final @Nullable String misfire;
  private final @Nullable String catchupWindow;

  ScheduleSource(
      Console console,
      @Nullable String timezone,
      @Nullable String misfire,
      @Nullable String catchupWindow) {
    this.console = console;
    this.timezone = timezone;
    this.misfire = misfire;
    this.catchupWindow = catchupWindow;
  }

  /**
   * The schedule of a definition, or of expressions; null after a problem of the file was printed.
   *
   * @throws UsageException when an option is wrong
   */
  @Nullable ScheduleTrigger trigger(List<String> cron, @Nullable Path definition) {
    if (definition == null) {
      return ofOptions(cron);
    }
    ScheduleTrigger options = ofOptions(ANY);
    DefinitionSet set = DefinitionSet.read(List.of(definition));
    set.problems().forEach(problem -> console.error(problem.toString()));
    if (!set.problems().isEmpty()) {
      return null;
    }
    ScheduleTrigger own = set.definitions().get(0).trigger().schedule();
    if (own == null) {
      console.error(definition + ": /trigger: has no schedule");
      return null;
    }
    return own.withMisfire(
        misfire == null ? own.misfire() : options.misfire(),
        catchupWindow == null ? own.catchupWindow() : options.catchupWindow());
  }

  private ScheduleTrigger ofOptions(List<String> cron) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode().put("id", "options");
    ObjectNode schedule = tree.putObject("trigger").putObject("schedule");
    cron.forEach(schedule.putArray("cron")::add);
    put(schedule, "timezone", timezone);
    put(schedule, "misfire", misfire);
    put(schedule, "catchup_window", catchupWindow);
    tree.putArray("rules")
        .addObject()
        .putArray("tasks")
        .addObject()
        .put("id", "t")
        .put("task", "t");
    ReadResult read = DefinitionReader.read("options.json", JsonOutput.compact(tree));
    List<Problem> problems = new ArrayList<>(read.problems());
    if (read.definition() != null) {
      problems.addAll(
          DefinitionValidator.create()
              .check(new Definitions.Source(read.definition(), "options", read.lines())));
    }
    if (!problems.isEmpty()) {
      throw new UsageException(message(problems.get(0)));
    }
    ScheduleTrigger trigger = read.orThrow().trigger().schedule();
    if (trigger == null) {
      throw new IllegalStateException("the options are a schedule");
    }
    return trigger;
  }

  private static void put(ObjectNode schedule, String name, @Nullable String value) {
    if (value != null) {
      schedule.put(name, value);
    }
  }

  private static String message(Problem problem) {
    String at = problem.pointer();
    String name = at.startsWith(POINTER) ? at.substring(POINTER.length()) : "cron";
    return "--" + name.replaceFirst("/.*", "").replace('_', '-') + ": " + problem.message();
  }
}
