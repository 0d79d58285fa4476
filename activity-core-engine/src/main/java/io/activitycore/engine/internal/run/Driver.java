package io.activitycore.engine.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.engine.internal.graph.Effect;
import io.activitycore.engine.internal.graph.Program;
import io.activitycore.engine.internal.graph.Remains;
import io.activitycore.engine.internal.graph.Settlement;
import io.activitycore.engine.internal.graph.Walk;
import io.activitycore.engine.internal.graph.WalkRecord;
import io.activitycore.engine.internal.graph.WalkState;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a walk's effects with Temporal's means and tells the walk how they ended. Runs on the
 * workflow's thread.
 */
final class Driver {

  /** Far below the 2,000 that Temporal lets one execution have pending. */
  private static final int MOST_IN_FLIGHT = 500;

  /** What one workflow task can start well within its 10 seconds. */
  private static final int MOST_AT_ONCE = 200;

  /**
   * Local tasks hold the workflow task open as long as one follows another; it is not renewed then,
   * and lost after 10 seconds with all that they did. After so many it has to end.
   */
  private static final int MOST_LOCAL = 500;

  /** Temporal warns from 10,240 events and 10 MiB on, and ends an execution at five times that. */
  private static final int LONGEST_HISTORY = 8_000;

  private static final long LARGEST_HISTORY = 8L * 1024 * 1024;

  private record Settled(String key, Settlement settlement) {}

  private final Program program;
  private final Mailbox mailbox;
  private final Walk walk;
  private final TaskCalls calls;
  private final Children children;
  private final Journal journal;
  private final OpenWaits waits;

  /** What was asked for and has not settled, by key, in the order asked. */
  private final Map<String, Effect.Pending> open = new LinkedHashMap<>();

  /** What of it was not begun. */
  private final Deque<Effect.Pending> queue = new ArrayDeque<>();

  private final Map<String, Instant> timers = new TreeMap<>();
  private final Deque<Settled> settled = new ArrayDeque<>();
  private final List<Effect.EmitEvent> emitted = new ArrayList<>();
  private final Map<String, CancellationScope> cancellable = new LinkedHashMap<>();
  private int inFlight;
  private int startable = MOST_AT_ONCE;
  private int local;
  private boolean cancelRequested;
  private boolean draining;
  private Effect.@Nullable Finished end;

  /**
   * A driver.
   *
   * @param carried where an execution before this one stopped; null for a new walk
   */
  Driver(
      Program program,
      RunTrigger trigger,
      String firstRunId,
      RunActivitiesApi local,
      Mailbox mailbox,
      @Nullable CarriedRun carried) {
    this.program = program;
    this.mailbox = mailbox;
    this.walk =
        new Walk(
            program,
            trigger.variables(),
            (key, value) -> Workflow.sideEffect(JsonNode.class, value::get),
            trigger.redrive() == null ? Map.of() : trigger.redrive().known(),
            carried == null ? new WalkState() : WalkState.of(carried.walk()));
    this.calls = new TaskCalls(trigger, program.plan());
    this.children = new Children(local, trigger);
    this.journal = new Journal(local, trigger, firstRunId, this::journaled);
    this.waits = new OpenWaits(journal, calls::waitId, this::settle);
    if (carried != null) {
      resume(carried);
    }
  }

  /**
   * Walks to the end, or until the history is long. A cancel request of the workflow reaches the
   * walk, which stops what runs and compensates; the walk itself is not interrupted by it.
   *
   * @return null when the rest is for another execution: {@link #carry}
   */
  Effect.@Nullable Finished drive() {
    Promise<String> cancel = CancellationScope.current().getCancellationRequest();
    Workflow.newDetachedCancellationScope(() -> drive(cancel)).run();
    return end;
  }

  private void drive(Promise<String> cancel) {
    if (walk.isNew()) {
      cancelRequested |= cancel.isCompleted();
      carryOut(cancelRequested ? walk.cancel() : walk.begin());
    }
    while (end == null) {
      begin();
      if (journal.isDue(inFlight == 0)) {
        journal.write();
      }
      // Once a cancel was requested, the SDK ends an execution that continues as new.
      draining = !cancel.isCompleted() && (draining || isHistoryLong());
      if (isDrained()) {
        return;
      }
      Workflow.await(() -> isSomethingToDo(cancel));
      // First what has ended: a cancel that comes with it may have overtaken a finish.
      takeIn();
      if (end == null && cancel.isCompleted() && !cancelRequested) {
        cancel();
        takeIn();
      }
    }
    Workflow.await(() -> !journal.isWriting());
  }

  static boolean isHistoryLong() {
    return Workflow.getInfo().isContinueAsNewSuggested()
        || Workflow.getInfo().getHistoryLength() >= LONGEST_HISTORY
        || Workflow.getInfo().getHistorySize() >= LARGEST_HISTORY;
  }

  private boolean isSomethingToDo(Promise<String> cancel) {
    return !settled.isEmpty()
        || mailbox.hasAnswer()
        || (cancel.isCompleted() && !cancelRequested)
        || journal.isDue(inFlight == 0)
        || (!queue.isEmpty() && mayBegin())
        || (!draining && !cancel.isCompleted() && isHistoryLong())
        || isDrained();
  }

  private boolean isDrained() {
    return draining && inFlight == 0 && settled.isEmpty() && journal.isIdle();
  }

  private void cancel() {
    cancelRequested = true;
    mailbox.pause(false);
    List<Effect> effects = walk.cancel();
    List<Effect.Pending> notBegun = new ArrayList<>(queue);
    notBegun.removeIf(Effect.StartCompensation.class::isInstance);
    queue.removeAll(notBegun);
    notBegun.forEach(effect -> settle(effect.key(), cancelledBefore()));
    waits.cancel();
    new ArrayList<>(cancellable.values()).forEach(scope -> scope.cancel("the run was cancelled"));
    carryOut(effects);
  }

  private static Settlement cancelledBefore() {
    return Settlement.Failed.certain("cancelled", "cancelled before it began", 0);
  }

  private void takeIn() {
    for (JsonNode answer = mailbox.nextAnswer(); answer != null; answer = mailbox.nextAnswer()) {
      waits.answered(answer.path("id").asText(), answer.path("settlement"));
    }
    startable = MOST_AT_ONCE;
    while (!settled.isEmpty() && end == null) {
      Settled next = settled.remove();
      Effect.Pending effect = open.remove(next.key());
      cancellable.remove(next.key());
      timers.remove(next.key());
      if (effect instanceof Effect.StartTask task) {
        String id = calls.taskInstanceId(task.key());
        journal.addLazily(JournalEntries.task(task, id, next.settlement()));
      }
      carryOut(walk.settle(next.key(), next.settlement()));
    }
  }

  private void journaled(JsonNode entries, JsonNode answer) {
    waits.journaled(entries, answer);
  }

  WalkRecord record() {
    return walk.record();
  }

  Remains remains() {
    return walk.remains();
  }

  List<Effect.EmitEvent> emitted() {
    return emitted;
  }

  private void carryOut(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.EmitEvent event) {
        emitted.add(event);
        journal.add(JournalEntries.emit(event));
      } else if (effect instanceof Effect.Finished finished) {
        end = finished;
      } else if (effect instanceof Effect.Pending pending) {
        open.put(pending.key(), pending);
        queue.add(pending);
      }
    }
  }

  private boolean mayBegin() {
    return !mailbox.isPaused()
        && !draining
        && startable > 0
        && local < MOST_LOCAL
        && inFlight < MOST_IN_FLIGHT;
  }

  private void begin() {
    while (!queue.isEmpty() && mayBegin()) {
      begin(queue.remove());
    }
  }

  private void begin(Effect.Pending effect) {
    if (effect instanceof Effect.StartTask task) {
      inScope(task.key(), () -> follow(task, calls.start(task)));
      if (calls.isLocal(task) && ++local == MOST_LOCAL) {
        endWorkflowTask();
      }
    } else if (effect instanceof Effect.StartCompensation compensation) {
      // Outside of any scope: a cancel request does not stop what undoes.
      follow(compensation, calls.start(compensation));
    } else if (effect instanceof Effect.StartChild child) {
      String occurrence = calls.waitId(child.key());
      inScope(child.key(), () -> follow(child, children.start(child, occurrence)));
    } else if (effect instanceof Effect.StartTimer timer) {
      Instant now = Instant.ofEpochMilli(Workflow.currentTimeMillis());
      Duration wait = timer.duration();
      startTimer(
          timer, wait != null ? now.plus(wait) : timer.until() == null ? now : timer.until());
    } else if (effect instanceof Effect.AwaitHuman human) {
      waits.human(human);
    } else if (effect instanceof Effect.AwaitEvent event) {
      waits.event(event);
    }
  }

  /** A timer is the next thing that only the server can answer. */
  private void endWorkflowTask() {
    Workflow.newTimer(Duration.ofMillis(1)).thenApply(fired -> local = 0);
  }

  /** Starts something that a cancel request reaches. */
  private void inScope(String key, Runnable start) {
    CancellationScope scope = Workflow.newCancellationScope(start);
    cancellable.put(key, scope);
    scope.run();
  }

  private void startTimer(Effect.StartTimer timer, Instant until) {
    Duration wait = Duration.between(Instant.ofEpochMilli(Workflow.currentTimeMillis()), until);
    if (wait.isNegative() || wait.isZero()) {
      settle(timer.key(), Settlement.Completed.empty());
      return;
    }
    timers.put(timer.key(), until);
    inScope(
        timer.key(),
        () ->
            Workflow.newTimer(wait)
                .handle(
                    (done, failure) -> {
                      settle(
                          timer.key(),
                          failure == null
                              ? Settlement.Completed.empty()
                              : TaskCalls.failed(failure));
                      return null;
                    }));
  }

  private void follow(Effect.Pending effect, Promise<JsonNode> promise) {
    inFlight++;
    startable--;
    promise.handle(
        (result, failure) -> {
          inFlight--;
          JsonNode request = failure == null ? PendingAnswer.request(effect, result) : null;
          if (request != null) {
            pend(effect, request);
          } else {
            settle(
                effect.key(),
                failure == null ? TaskCalls.completed(result) : TaskCalls.failed(failure));
          }
          return null;
        });
  }

  private void pend(Effect.Pending task, JsonNode request) {
    String problem = PendingAnswer.problem(request);
    if (problem != null) {
      settle(task.key(), Settlement.Failed.certain("invalid_result", problem, 0));
    } else {
      waits.reply(task, request);
      if (cancelRequested) {
        waits.cancel();
      }
    }
  }

  private void settle(String key, Settlement settlement) {
    settled.add(new Settled(key, settlement));
  }

  /** The result of each node that completed, by node. */
  SortedMap<String, JsonNode> results() {
    return walk.results();
  }

  /** Where the walk is, for people. */
  ObjectNode progress() {
    ObjectNode progress = JsonNodeFactory.instance.objectNode();
    progress.put("phase", walk.phase());
    ObjectNode nodes = progress.putObject("nodes");
    walk.statuses().forEach(nodes::put);
    ObjectNode waiting = progress.putObject("waiting_for");
    open.forEach((key, effect) -> waiting.put(key, waitingFor(key, effect)));
    return progress.put("in_flight", inFlight).put("queued", queue.size());
  }

  private String waitingFor(String key, Effect.Pending effect) {
    if (queue.contains(effect)) {
      return "its turn";
    }
    if (effect instanceof Effect.StartTask task) {
      return (waits.has(key) ? "a reply to task " : "task ") + task.task();
    }
    if (effect instanceof Effect.StartCompensation compensation) {
      return "compensation " + compensation.task();
    }
    if (effect instanceof Effect.StartChild child) {
      return "run of " + child.activity();
    }
    if (effect instanceof Effect.AwaitHuman) {
      return "a person";
    }
    return effect instanceof Effect.AwaitEvent event
        ? "event " + event.type()
        : "time " + timers.get(key);
  }

  /** All that another execution needs to go on from here. */
  CarriedRun carry() {
    return new CarriedRun(
        program.plan().tree(),
        walk.state().tree(),
        List.copyOf(open.values()),
        timers,
        waits.carry(),
        journal.carry(),
        emitted,
        cancelRequested,
        mailbox.isPaused());
  }

  private void resume(CarriedRun carried) {
    emitted.addAll(carried.emitted());
    cancelRequested = carried.cancelRequested();
    mailbox.carriedPause(carried.paused());
    journal.resume(carried.journal());
    for (Effect.Pending effect : carried.open()) {
      open.put(effect.key(), effect);
      JsonNode wait = carried.wait(effect.key());
      Instant until = carried.timer(effect.key());
      if (wait != null) {
        waits.resume(effect, wait);
      } else if (until != null && effect instanceof Effect.StartTimer timer) {
        startTimer(timer, until);
      } else {
        queue.add(effect);
      }
    }
  }
}
