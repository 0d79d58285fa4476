package io.activitycore.engine.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.engine.internal.graph.Effect;
import io.activitycore.engine.internal.graph.Program;
import io.activitycore.engine.internal.graph.Remains;
import io.activitycore.engine.internal.graph.Walk;
import io.activitycore.engine.internal.graph.WalkRecord;
import io.activitycore.engine.internal.graph.WalkState;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a walk's effects with Temporal's means and tells the walk how they ended. Runs on the
 * workflow's thread.
 */
final class Driver {

  /** Temporal warns from 10,240 events and 10 MiB on, and ends an execution at five times that. */
  private static final int LONGEST_HISTORY = 8_000;

  private static final long LARGEST_HISTORY = 8L * 1024 * 1024;

  private final Program program;
  private final Mailbox mailbox;
  private final Walk walk;
  private final TaskCalls calls;
  private final Journal journal;
  private final OpenEffects open;
  private final List<Effect.EmitEvent> emitted = new ArrayList<>();
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
    this.journal = new Journal(local, trigger, firstRunId, this::journaled);
    this.open = new OpenEffects(calls, new Children(local, trigger), journal);
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
      if (mayBegin()) {
        open.begin();
      }
      if (journal.isDue(open.isNothingInFlight())) {
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
    return open.isSomethingSettled()
        || mailbox.hasAnswer()
        || (cancel.isCompleted() && !cancelRequested)
        || journal.isDue(open.isNothingInFlight())
        || (mayBegin() && open.isStartable())
        || (!draining && !cancel.isCompleted() && isHistoryLong())
        || isDrained();
  }

  private boolean isDrained() {
    return draining && open.isNothingInFlight() && !open.isSomethingSettled() && journal.isIdle();
  }

  private void cancel() {
    cancelRequested = true;
    mailbox.pause(false);
    List<Effect> effects = walk.cancel();
    open.cancel();
    carryOut(effects);
  }

  private void takeIn() {
    for (JsonNode answer = mailbox.nextAnswer(); answer != null; answer = mailbox.nextAnswer()) {
      open.waits().answered(answer.path("id").asText(), answer.path("settlement"));
    }
    for (OpenEffects.Settled next = open.next();
        next != null && end == null;
        next = end == null ? open.next() : null) {
      if (next.effect() instanceof Effect.StartTask task) {
        String id = calls.taskInstanceId(task.key());
        journal.addLazily(JournalEntries.task(task, id, next.settlement()));
      }
      carryOut(walk.settle(next.effect().key(), next.settlement()));
    }
  }

  private void journaled(JsonNode entries, JsonNode answer) {
    open.waits().journaled(entries, answer);
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
        open.ask(pending);
      }
    }
  }

  private boolean mayBegin() {
    return !mailbox.isPaused() && !draining;
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
    progress.set("waiting_for", open.waitingFor());
    return progress.put("in_flight", open.inFlight()).put("queued", open.queued());
  }

  /** All that another execution needs to go on from here. */
  CarriedRun carry() {
    return new CarriedRun(
        program.plan().tree(),
        walk.state().tree(),
        open.open(),
        open.timers(),
        open.waits().carry(),
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
    open.resume(carried);
  }
}
