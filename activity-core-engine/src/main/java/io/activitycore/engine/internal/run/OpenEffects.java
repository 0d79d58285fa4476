package io.activitycore.engine.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.engine.internal.graph.Effect;
import io.activitycore.engine.internal.graph.Settlement;
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
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a walk asked for and what has not settled: begun within Temporal's limits, and told apart by
 * key.
 */
final class OpenEffects {

  /** Far below the 2,000 that Temporal lets one execution have pending. */
  private static final int MOST_IN_FLIGHT = 500;

  /** What one workflow task can start well within its 10 seconds. */
  private static final int MOST_AT_ONCE = 100;

  /**
   * Local tasks hold the workflow task open as long as one follows another; it is not renewed then,
   * and lost after 10 seconds with all that they did. Their results travel together, too, and gRPC
   * takes 4 MiB: see {@code ResultLimit.LOCAL_BYTES}. More often is slow: the timer that ends the
   * workflow task takes up to a second.
   */
  private static final int MOST_LOCAL = 200;

  /** How something ended. */
  record Settled(Effect.Pending effect, Settlement settlement) {}

  private final TaskCalls calls;
  private final Children children;
  private final OpenWaits waits;

  /** In the order asked. */
  private final Map<String, Effect.Pending> open = new LinkedHashMap<>();

  /** What of it was not begun. */
  private final Deque<Effect.Pending> queue = new ArrayDeque<>();

  private final Map<String, Instant> timers = new TreeMap<>();
  private final Map<String, CancellationScope> cancellable = new LinkedHashMap<>();
  private final Deque<Settled> settled = new ArrayDeque<>();
  private int inFlight;
  private int startable = MOST_AT_ONCE;
  private int local;
  private boolean cancelled;

  OpenEffects(TaskCalls calls, Children children, Journal journal) {
    this.calls = calls;
    this.children = children;
    this.waits = new OpenWaits(journal, calls::waitId, this::settle);
  }

  OpenWaits waits() {
    return waits;
  }

  /** Takes what is to be done when there is room for it. */
  void ask(Effect.Pending effect) {
    open.put(effect.key(), effect);
    queue.add(effect);
  }

  /** Whether something could begin now. */
  boolean isStartable() {
    return !queue.isEmpty() && startable > 0 && local < MOST_LOCAL && inFlight < MOST_IN_FLIGHT;
  }

  /** Begins what there is room for. */
  void begin() {
    while (isStartable()) {
      begin(queue.remove());
    }
  }

  boolean isNothingInFlight() {
    return inFlight == 0;
  }

  boolean isSomethingSettled() {
    return !settled.isEmpty();
  }

  /** The next that has settled; null when there is none. */
  @Nullable Settled next() {
    startable = MOST_AT_ONCE;
    return settled.poll();
  }

  /** Stops what can be stopped, and settles what was not begun. */
  void cancel() {
    cancelled = true;
    List<Effect.Pending> notBegun = new ArrayList<>(queue);
    notBegun.removeIf(Effect.StartCompensation.class::isInstance);
    queue.removeAll(notBegun);
    notBegun.forEach(effect -> settle(effect.key(), cancelledBefore()));
    waits.cancel();
    new ArrayList<>(cancellable.values()).forEach(scope -> scope.cancel("the run was cancelled"));
  }

  private static Settlement cancelledBefore() {
    return Settlement.Failed.certain("cancelled", "cancelled before it began", 0);
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
                failure == null ? TaskCalls.completed(effect, result) : TaskCalls.failed(failure));
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
      if (cancelled) {
        waits.cancel();
      }
    }
  }

  private void settle(String key, Settlement settlement) {
    Effect.Pending effect = open.remove(key);
    cancellable.remove(key);
    timers.remove(key);
    if (effect != null) {
      settled.add(new Settled(effect, settlement));
    }
  }

  /** What each is waiting for, by key, for people. */
  ObjectNode waitingFor() {
    ObjectNode waiting = JsonNodeFactory.instance.objectNode();
    open.forEach((key, effect) -> waiting.put(key, waitingFor(key, effect)));
    return waiting;
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

  int inFlight() {
    return inFlight;
  }

  int queued() {
    return queue.size();
  }

  /** What is open, for another execution. */
  List<Effect.Pending> open() {
    return List.copyOf(open.values());
  }

  /** When those of it that are timers end. */
  Map<String, Instant> timers() {
    return timers;
  }

  /** Goes on with what was open. */
  void resume(CarriedRun carried) {
    cancelled = carried.cancelRequested();
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
