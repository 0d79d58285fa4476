package io.activitycore.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.InvalidModelException.Violation;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.engine.internal.expression.CachedExpressions;
import io.activitycore.engine.internal.graph.CompensationOutcome;
import io.activitycore.engine.internal.graph.Effect;
import io.activitycore.engine.internal.graph.Program;
import io.activitycore.engine.internal.graph.Recorder;
import io.activitycore.engine.internal.graph.TaskOutcome;
import io.activitycore.engine.internal.graph.Walk;
import io.activitycore.engine.internal.graph.WalkRecord;
import io.activitycore.engine.internal.plan.DefinitionCheck;
import io.activitycore.engine.internal.plan.Plan;
import io.activitycore.engine.internal.plan.PlanCompiler;
import io.activitycore.engine.internal.plan.StartVariables;
import io.activitycore.engine.internal.run.WorkflowIds;
import io.activitycore.event.EventEnvelope;
import io.activitycore.expression.ExpressionEngine;
import io.activitycore.run.Decision;
import io.activitycore.run.RunKey;
import io.activitycore.run.RunOutcome;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Walks a definition without a server and without side effects: the very code that the workflow
 * runs, with the results given. Tasks settle in the order they were started; waits, human tasks,
 * child runs and awaited events at once, with {@code {}}. Thread-safe.
 */
public final class Simulator {

  /** The version in {@code run} of a definition that has none yet. */
  private static final int UNNUMBERED = 0;

  private final ExpressionEngine engine;

  /**
   * A simulator.
   *
   * @param engine compiles the definition's expressions
   */
  public Simulator(ExpressionEngine engine) {
    this.engine = engine;
  }

  /**
   * A simulator with the expression engine on the class path.
   *
   * @throws IllegalStateException when there is none
   */
  public static Simulator create() {
    return new Simulator(CachedExpressions.find());
  }

  /**
   * The same as the long form, with the routing of the running core saying whether the event fits.
   */
  public Simulation simulate(
      ActivityDefinition definition,
      EventEnvelope event,
      Map<String, JsonNode> context,
      Map<String, JsonNode> results) {
    return simulate(
        definition,
        event,
        candidate -> !EventMatcher.of(List.of(definition)).match(candidate).matched().isEmpty(),
        context,
        results);
  }

  /**
   * Simulates the run that an event starts.
   *
   * <p>A definition with a schedule is simulated for a tick at the event's {@code occurred_at}; one
   * that is started by hand takes the event's payload and its id as key.
   *
   * @param fits whether the event fits the definition's event trigger; asked only if it has one
   * @param context values of the context's entries; what the definition does not name is ignored
   * @param results what tasks give, by node: the result, or {@code {"$fail": "message"}}; {@code
   *     {}} for a task that is not named. For a {@code for_each} node a list with one of these for
   *     each element ({@code {}} beyond its end), or {@code $fail} for all. {@code node~compensate}
   *     is what the node's compensation gives
   * @throws SimulationException when the definition is not sound, a context entry has no value, or
   *     {@code results} names what is no task
   */
  public Simulation simulate(
      ActivityDefinition definition,
      EventEnvelope event,
      Predicate<EventEnvelope> fits,
      Map<String, JsonNode> context,
      Map<String, JsonNode> results) {
    requireSound(definition);
    Start start = Start.of(definition, event);
    boolean started = definition.trigger().event() == null || fits.test(event);
    SortedMap<String, JsonNode> snapshot =
        started ? snapshot(definition, context) : new TreeMap<>();
    Plan plan = PlanCompiler.compile(definition, UNNUMBERED, "", snapshot);
    SimulatedResults simulated = new SimulatedResults(plan, results);
    if (!started) {
      return new Simulation(
          Decision.Kind.FILTERED,
          null,
          start.id(),
          List.of(),
          List.of(),
          snapshot,
          List.of(),
          null);
    }
    Map<String, JsonNode> variables =
        StartVariables.of(event, start.trigger(), start.id(), definition.id(), UNNUMBERED);
    Walk walk = new Walk(Program.compile(plan, engine), variables, Recorder.NONE);
    Effect.Finished end = drive(walk, simulated);
    return simulation(end, start.id(), snapshot, walk.record());
  }

  /** What a run's id and {@code trigger} would be. */
  private record Start(String id, JsonNode trigger) {
    static Start of(ActivityDefinition definition, EventEnvelope event) {
      String tenant = RunKey.DEFAULT_TENANT;
      if (definition.trigger().event() != null) {
        String id = WorkflowIds.forEvent(tenant, definition.id(), event.eventId());
        return new Start(id, StartVariables.byEvent());
      }
      if (definition.trigger().schedule() != null) {
        Instant tick = event.occurredAt();
        String id = WorkflowIds.forSchedule(tenant, definition.id(), tick);
        return new Start(id, StartVariables.bySchedule(tick));
      }
      String id = WorkflowIds.forManual(tenant, definition.id(), event.eventId());
      return new Start(id, StartVariables.byHand());
    }
  }

  private void requireSound(ActivityDefinition definition) {
    List<Violation> problems = DefinitionCheck.check(definition, engine);
    if (!problems.isEmpty()) {
      throw new SimulationException(
          problems.stream()
              .map(problem -> definition.id() + problem.pointer() + ": " + problem.message())
              .toList());
    }
  }

  private static SortedMap<String, JsonNode> snapshot(
      ActivityDefinition definition, Map<String, JsonNode> given) {
    SortedMap<String, JsonNode> snapshot = new TreeMap<>();
    List<String> missing = new ArrayList<>();
    definition
        .context()
        .forEach(
            (name, entry) -> {
              JsonNode value = given.get(name);
              if (value == null) {
                missing.add(
                    "context entry "
                        + name
                        + " has no value: give one, for its resolver "
                        + entry.resolver()
                        + " is not here");
              } else {
                snapshot.put(name, value);
              }
            });
    if (!missing.isEmpty()) {
      throw new SimulationException(missing);
    }
    return snapshot;
  }

  private static Effect.Finished drive(Walk walk, SimulatedResults results) {
    Deque<Effect.Pending> tasks = new ArrayDeque<>();
    Deque<Effect.Pending> atOnce = new ArrayDeque<>();
    List<Effect> effects = walk.begin();
    while (true) {
      for (Effect effect : effects) {
        if (effect instanceof Effect.Finished finished) {
          return finished;
        } else if (effect instanceof Effect.StartTask
            || effect instanceof Effect.StartCompensation) {
          tasks.add((Effect.Pending) effect);
        } else if (effect instanceof Effect.Pending pending) {
          atOnce.add(pending);
        }
      }
      Effect.Pending next = atOnce.isEmpty() ? tasks.remove() : atOnce.remove();
      effects = walk.settle(next.key(), results.settlement(next));
    }
  }

  private static Simulation simulation(
      Effect.Finished end,
      String workflowId,
      SortedMap<String, JsonNode> context,
      WalkRecord record) {
    return new Simulation(
        Decision.Kind.STARTED,
        end.outcome(),
        workflowId,
        record.order(),
        record.tasks().stream().map(Simulator::task).toList(),
        context,
        record.compensations().stream()
            .filter(done -> done.outcome() == CompensationOutcome.COMPLETED)
            .map(WalkRecord.Compensation::node)
            .toList(),
        end.reason());
  }

  private static Simulation.Task task(WalkRecord.Task task) {
    boolean completed = task.outcome() == TaskOutcome.COMPLETED;
    return new Simulation.Task(
        task.node(),
        task.task(),
        task.input(),
        completed ? RunOutcome.COMPLETED : RunOutcome.FAILED);
  }
}
