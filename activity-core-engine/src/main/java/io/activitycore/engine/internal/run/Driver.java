package io.activitycore.engine.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.engine.internal.graph.Effect;
import io.activitycore.engine.internal.graph.Program;
import io.activitycore.engine.internal.graph.Settlement;
import io.activitycore.engine.internal.graph.Walk;
import io.activitycore.engine.internal.graph.WalkRecord;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a walk's effects with Temporal's means and tells the walk how they ended. Runs on the
 * workflow's thread.
 */
final class Driver {

  private record Settled(String key, Settlement settlement) {}

  private final Walk walk;
  private final TaskCalls calls;
  private final Deque<Settled> settled = new ArrayDeque<>();
  private final List<Effect.EmitEvent> emitted = new ArrayList<>();
  private final List<CancellationScope> cancellable = new ArrayList<>();
  private boolean cancelRequested;
  private Effect.@Nullable Finished end;

  Driver(Program program, RunTrigger trigger) {
    this.walk =
        new Walk(
            program,
            trigger.variables(),
            (key, value) -> Workflow.sideEffect(JsonNode.class, value::get));
    this.calls = new TaskCalls(trigger);
  }

  /**
   * Walks to the end. A cancel request of the workflow reaches the walk, which stops what runs and
   * compensates; the walk itself is not interrupted by it.
   */
  Effect.Finished drive() {
    Promise<String> cancel = CancellationScope.current().getCancellationRequest();
    Workflow.newDetachedCancellationScope(() -> drive(cancel)).run();
    if (end == null) {
      throw new IllegalStateException("the walk ended without an end");
    }
    return end;
  }

  private void drive(Promise<String> cancel) {
    cancelRequested = cancel.isCompleted();
    carryOut(cancelRequested ? walk.cancel() : walk.begin());
    while (end == null) {
      Workflow.await(() -> !settled.isEmpty() || (cancel.isCompleted() && !cancelRequested));
      if (cancel.isCompleted() && !cancelRequested) {
        cancelRequested = true;
        List<Effect> effects = walk.cancel();
        cancellable.forEach(scope -> scope.cancel("the run was cancelled"));
        carryOut(effects);
      }
      while (!settled.isEmpty() && end == null) {
        Settled next = settled.remove();
        carryOut(walk.settle(next.key(), next.settlement()));
      }
    }
  }

  WalkRecord record() {
    return walk.record();
  }

  List<Effect.EmitEvent> emitted() {
    return emitted;
  }

  private void carryOut(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.StartTask task) {
        inScope(() -> follow(task.key(), calls.start(task)));
      } else if (effect instanceof Effect.StartCompensation compensation) {
        follow(compensation.key(), calls.start(compensation));
      } else if (effect instanceof Effect.StartTimer timer) {
        timer(timer);
      } else if (effect instanceof Effect.EmitEvent event) {
        emitted.add(event);
      } else if (effect instanceof Effect.Finished finished) {
        end = finished;
      } else if (effect instanceof Effect.Pending pending) {
        settled.add(
            new Settled(
                pending.key(),
                Settlement.Failed.certain(
                    "not_supported", "this version cannot run node " + pending.node(), 0)));
      }
    }
  }

  /** Starts something that a cancel request reaches. Compensations are started outside. */
  private void inScope(Runnable start) {
    CancellationScope scope = Workflow.newCancellationScope(start);
    cancellable.add(scope);
    scope.run();
  }

  private void timer(Effect.StartTimer timer) {
    Duration wait = timer.duration();
    if (wait == null) {
      Instant now = Instant.ofEpochMilli(Workflow.currentTimeMillis());
      wait = timer.until() == null ? Duration.ZERO : Duration.between(now, timer.until());
    }
    if (wait.isNegative() || wait.isZero()) {
      settled.add(new Settled(timer.key(), Settlement.Completed.empty()));
      return;
    }
    Duration length = wait;
    inScope(
        () ->
            follow(
                timer.key(),
                Workflow.newTimer(length)
                    .thenApply(done -> Settlement.Completed.empty().result())));
  }

  private void follow(String key, Promise<JsonNode> promise) {
    promise.handle(
        (result, failure) -> {
          settled.add(
              new Settled(
                  key, failure == null ? TaskCalls.completed(result) : TaskCalls.failed(failure)));
          return null;
        });
  }
}
