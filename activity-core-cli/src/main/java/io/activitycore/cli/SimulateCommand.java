package io.activitycore.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.engine.EventFile;
import io.activitycore.engine.EventMatcher;
import io.activitycore.engine.Simulation;
import io.activitycore.engine.SimulationException;
import io.activitycore.engine.Simulator;
import io.activitycore.event.EventEnvelope;
import io.activitycore.run.Decision;
import io.activitycore.run.RunOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code activity simulate}. */
@Command(
    name = "simulate",
    description =
        "Shows what the run that an event starts would do: the plan and the walk, without a server"
            + " and without side effects.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  activity simulate --definition order.yaml --event order.json --context context.yaml",
      "  activity simulate --definition order.yaml --event order.json --results failing.yaml",
      "",
      "where failing.yaml says what tasks give; any other gives {}:",
      "  create_order: { id: 42 }",
      "  ship: { $fail: out of stock }",
      "",
      "Prints one JSON object {decision, outcome, workflow_id, order, tasks, context, compensated},"
          + " and",
      "on the error output why the decision is FILTERED or the outcome FAILED, which both exit 0."
    })
final class SimulateCommand implements Callable<Integer> {

  private final Console console;

  @Option(
      names = "--definition",
      required = true,
      paramLabel = "FILE",
      description = "A YAML or JSON file. A definition that is not enabled is taken as if it were.")
  private Path definition = Path.of("");

  @Option(
      names = "--event",
      required = true,
      paramLabel = "FILE",
      description =
          "A file with one event, or - for the input. A definition on a schedule is run for a tick"
              + " at its occurred_at, one that is started by hand takes its payload.")
  private Path event = Path.of("");

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description =
          "The type of JSON that is no envelope. Default: its folder and file name, as in"
              + " github/issues.opened.json; the input has none.")
  private @Nullable String type;

  @Option(
      names = "--context",
      paramLabel = "FILE",
      description = "A YAML or JSON object: the value of each context entry.")
  private @Nullable Path context;

  @Option(
      names = "--results",
      paramLabel = "FILE",
      description =
          "A YAML or JSON object: by task node its result, or {$fail: message}; a list of these for"
              + " a for_each. NODE~compensate is what the node's compensation gives.")
  private @Nullable Path results;

  SimulateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    requireFiles();
    SimulationFiles files = new SimulationFiles(console);
    ActivityDefinition activity = files.definition(definition);
    EventEnvelope trigger = files.event(event, type);
    ObjectNode values = files.object(context);
    ObjectNode given = files.object(results);
    if (activity == null || trigger == null || values == null || given == null) {
      return ExitCode.BAD_INPUT;
    }
    try {
      Simulation simulation =
          Simulator.create()
              .simulate(activity, trigger, SimulationFiles.map(values), SimulationFiles.map(given));
      console.line(JsonOutput.indented(object(simulation)));
      explain(simulation, activity, trigger);
      return ExitCode.OK;
    } catch (SimulationException e) {
      e.problems().forEach(console::error);
      return ExitCode.BAD_INPUT;
    }
  }

  /** Before any file is read, so that a wrong command line says nothing else. */
  private void requireFiles() {
    requireFile("--definition", definition);
    if (!event.toString().equals(EventFile.STANDARD_INPUT)) {
      requireFile("--event", event);
    }
    requireFile("--context", context);
    requireFile("--results", results);
  }

  private static void requireFile(String option, @Nullable Path path) {
    if (path != null && !Files.exists(path)) {
      throw new UsageException(option + ": no such file: " + path);
    }
    if (path != null && Files.isDirectory(path)) {
      throw new UsageException(option + ": is a folder, expected a file: " + path);
    }
  }

  private void explain(Simulation simulation, ActivityDefinition activity, EventEnvelope trigger) {
    if (simulation.decision() == Decision.Kind.FILTERED) {
      console.error("FILTERED: " + filtered(activity, trigger));
    } else if (simulation.outcome() == RunOutcome.FAILED) {
      String reason = simulation.reason();
      console.error("FAILED: " + (reason == null ? "an end node says so" : reason));
    }
  }

  private static String filtered(ActivityDefinition activity, EventEnvelope trigger) {
    List<EventMatcher.Filtered> filtered =
        EventMatcher.of(List.of(activity)).match(trigger).filtered();
    if (filtered.isEmpty()) {
      return "the event's type " + trigger.type() + " is none of the trigger's";
    }
    EventMatcher.Filtered miss = filtered.get(0);
    JsonNode actual = miss.actual();
    return miss.path()
        + ": expected "
        + miss.expected()
        + ", got "
        + (actual == null ? "nothing" : actual);
  }

  private static ObjectNode object(Simulation simulation) {
    RunOutcome outcome = simulation.outcome();
    ObjectNode object =
        JsonNodeFactory.instance
            .objectNode()
            .put("decision", simulation.decision().name())
            .put("outcome", outcome == null ? null : outcome.name())
            .put("workflow_id", simulation.workflowId());
    simulation.order().forEach(object.putArray("order")::add);
    ArrayNode tasks = object.putArray("tasks");
    simulation.tasks().forEach(task -> tasks.add(object(task)));
    object.putObject("context").setAll(simulation.context());
    simulation.compensated().forEach(object.putArray("compensated")::add);
    return object;
  }

  private static ObjectNode object(Simulation.Task task) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("node", task.node())
        .put("task", task.task())
        .<ObjectNode>set("input", task.input())
        .put("outcome", task.outcome().name());
  }
}
