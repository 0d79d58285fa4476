package io.activitycore.engine.internal.graph;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.engine.internal.graph.NodeState.Status;
import io.activitycore.engine.internal.graph.WalkState.Phase;
import io.activitycore.engine.internal.plan.PlanEdge;
import io.activitycore.engine.internal.plan.Step;
import io.activitycore.run.RunOutcome;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Walks a plan. {@link #begin} gives the first effects; each settlement of one gives the next, down
 * to {@link Effect.Finished}. The same plan, variables, recorded values and settlements in the same
 * order give the same effects.
 *
 * <p>Nodes that need nobody (condition, set, emit, end) settle within the call that starts them.
 * All that changes is in {@link #state}. Not thread-safe.
 */
public final class Walk {

  private final Program program;
  private final WalkState state;
  private final Turn turn = new Turn();
  private final Flow flow;
  private final Tasks tasks;
  private final Saga saga;
  private final Starter starter;

  /**
   * A new walk.
   *
   * @param variables the values of {@code event, payload, trigger, run}
   */
  public Walk(Program program, Map<String, JsonNode> variables, Recorder recorder) {
    this(program, variables, recorder, Map.of(), new WalkState());
  }

  /**
   * A new walk of a run that was walked before.
   *
   * @param known results that need not be asked for again, by the key of their effect
   */
  public Walk(
      Program program,
      Map<String, JsonNode> variables,
      Recorder recorder,
      Map<String, JsonNode> known) {
    this(program, variables, recorder, known, new WalkState());
  }

  /** A walk that goes on where another stood; it owns the state from now on. */
  public Walk(
      Program program,
      Map<String, JsonNode> variables,
      Recorder recorder,
      Map<String, JsonNode> known,
      WalkState state) {
    this.program = program;
    this.state = state;
    state.follow(program);
    Scope scope = new Scope(program, variables, state);
    flow = new Flow(program, state);
    tasks = new Tasks(program, state, scope, turn, known);
    saga = new Saga(program, state, scope, turn);
    starter = new Starter(state, scope, recorder, tasks, turn, known);
  }

  /**
   * Starts the first node.
   *
   * @throws IllegalStateException when the walk has begun
   */
  public List<Effect> begin() {
    if (state.phase != Phase.NEW) {
      throw new IllegalStateException("the walk has begun");
    }
    state.phase = Phase.RUNNING;
    starter.start(List.of(program.vertex(program.plan().start())));
    return proceed();
  }

  /**
   * Takes how an effect ended.
   *
   * @param key the effect's
   * @throws IllegalArgumentException when nothing under that key is open
   */
  public List<Effect> settle(String key, Settlement settlement) {
    if (state.phase == Phase.COMPENSATING) {
      saga.settle(key, settlement);
      return proceed();
    }
    Vertex vertex = program.find(key);
    int place = state.place(key, vertex);
    if (place >= 0 && state.task(place).outcome() == TaskOutcome.RUNNING) {
      tasks.settle(
          vertex == null ? program.vertex(state.task(place).node()) : vertex, place, settlement);
    } else if (vertex != null && isWaiting(vertex)) {
      turn.settled(vertex, settlement);
    } else {
      throw new IllegalArgumentException("nothing to settle under " + key);
    }
    return proceed();
  }

  private boolean isWaiting(Vertex vertex) {
    return !(vertex.step instanceof Step.Task) && state.node(vertex).status == Status.RUNNING;
  }

  /**
   * Cancels: nothing new starts; the caller cancels what is open and settles it; then it is
   * compensated. Does nothing once the walk compensates or is over, and changes no outcome that was
   * decided by a failure.
   */
  public List<Effect> cancel() {
    if (state.phase == Phase.COMPENSATING || state.phase == Phase.FINISHED) {
      return List.of();
    }
    state.cancelled = true;
    state.phase = Phase.SETTLING;
    if (state.outcome != RunOutcome.FAILED) {
      state.outcome = RunOutcome.CANCELLED;
      state.reason = "the run was cancelled";
    }
    return proceed();
  }

  /** Whether it has not begun. */
  public boolean isNew() {
    return state.phase == Phase.NEW;
  }

  /** Everything that changes. Read it between calls only. */
  public WalkState state() {
    return state;
  }

  /** Where it is, as it stands in its state. */
  public String phase() {
    return state.phase.name().toLowerCase(Locale.ROOT);
  }

  /** The state of each node that an edge has reached, by node. */
  public SortedMap<String, String> statuses() {
    SortedMap<String, String> statuses = new TreeMap<>();
    for (NodeState node : state.nodes()) {
      if (!program.vertex(node.id).step.hidden()) {
        statuses.put(node.id, node.status.name().toLowerCase(Locale.ROOT));
      }
    }
    return statuses;
  }

  /** The result of each node that completed, by node. */
  public SortedMap<String, JsonNode> results() {
    SortedMap<String, JsonNode> results = new TreeMap<>();
    for (NodeState node : state.nodes()) {
      if (node.status == Status.COMPLETED && !program.vertex(node.id).step.hidden()) {
        results.put(node.id, node.value());
      }
    }
    return results;
  }

  /** What another generation of the run need not do again. */
  public Remains remains() {
    return Remains.of(program, state);
  }

  /** What was done so far. */
  public WalkRecord record() {
    return WalkRecord.of(program, state);
  }

  private List<Effect> proceed() {
    do {
      for (Turn.Settled next = turn.next(); next != null; next = turn.next()) {
        settled(next.node(), next.settlement());
      }
    } while (state.running == 0 && conclude());
    return turn.take();
  }

  private void settled(Vertex vertex, Settlement settlement) {
    NodeState node = state.node(vertex);
    state.running--;
    if (settlement instanceof Settlement.Completed completed) {
      node.status = Status.COMPLETED;
      node.result = node.items == null ? completed.result() : null;
      if (node.items != null && node.items.error != null) {
        state.errors.put(vertex.id, node.items.error);
      }
      succeeded(vertex, completed.result());
    } else if (settlement instanceof Settlement.Failed failed) {
      node.status = Status.FAILED;
      state.errors.put(vertex.id, failed.error());
      failed(vertex, failed.error());
    }
    forget(vertex.step, node);
  }

  /** Elements are kept only as long as somebody may ask for them. */
  private static void forget(Step step, NodeState node) {
    if (node.items != null && step instanceof Step.Task task && task.compensate() == null) {
      node.items.elements.removeAll();
    }
  }

  private void succeeded(Vertex vertex, JsonNode result) {
    switch (state.phase) {
      case RUNNING, ENDING -> {
        if (vertex.step instanceof Step.Stop stop) {
          end(stop, result);
        } else if (state.phase == Phase.RUNNING) {
          leave(vertex, Flow.onSuccess(result.path("value").asBoolean()));
        }
      }
      case CLEANING -> clean(vertex);
      default -> {}
    }
  }

  private void failed(Vertex vertex, NodeError error) {
    Step.OnFailure onError = vertex.step.onError();
    switch (state.phase) {
      case RUNNING, ENDING -> {
        if (onError == Step.OnFailure.FAIL) {
          state.phase = Phase.FAILING;
          state.outcome = RunOutcome.FAILED;
          state.reason = vertex.id + " failed: " + error.type() + ": " + error.message();
        } else if (state.phase == Phase.RUNNING) {
          leave(vertex, Flow.onFailure(onError));
        }
      }
      case CLEANING -> starter.start(flow.alwaysAfter(List.of(vertex)));
      default -> {}
    }
  }

  private void leave(Vertex vertex, Predicate<PlanEdge.Type> taken) {
    starter.start(flow.leave(vertex, taken));
  }

  /** Of several ends a failed one counts, otherwise the first. */
  private void end(Step.Stop stop, JsonNode result) {
    boolean first = state.phase == Phase.RUNNING;
    state.phase = Phase.ENDING;
    if (first || (stop.failed() && state.outcome != RunOutcome.FAILED)) {
      state.outcome = stop.failed() ? RunOutcome.FAILED : RunOutcome.COMPLETED;
      state.reason = result.hasNonNull("reason") ? result.get("reason").asText() : null;
    }
  }

  /** After a failure an {@code end} cannot mend the outcome, but nothing more starts. */
  private void clean(Vertex vertex) {
    if (vertex.step instanceof Step.Stop) {
      state.phase = Phase.SETTLING;
    } else {
      starter.start(flow.alwaysAfter(List.of(vertex)));
    }
  }

  /** Goes on when nothing runs; false when it waits for a compensation, or is over. */
  private boolean conclude() {
    switch (state.phase) {
      case RUNNING -> {
        state.outcome = RunOutcome.COMPLETED;
        finish(RunOutcome.COMPLETED);
        return false;
      }
      case FAILING -> {
        state.phase = Phase.CLEANING;
        starter.start(flow.alwaysAfter(program.vertices()));
        return true;
      }
      case ENDING, CLEANING, SETTLING, COMPENSATING -> {
        RunOutcome outcome = state.outcome == null ? RunOutcome.COMPLETED : state.outcome;
        if (outcome != RunOutcome.COMPLETED) {
          state.phase = Phase.COMPENSATING;
          if (saga.next()) {
            return false;
          }
        }
        finish(outcome);
        return false;
      }
      default -> {
        return false;
      }
    }
  }

  private void finish(RunOutcome outcome) {
    state.phase = Phase.FINISHED;
    boolean unexplained = outcome == RunOutcome.COMPLETED || state.reason == null;
    flow.skipRest(unexplained ? "the run ended before" : String.valueOf(state.reason));
    turn.add(new Effect.Finished(outcome, state.reason));
  }
}
