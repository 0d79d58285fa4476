package io.activitycore.engine.internal.dispatch;

import io.activitycore.definition.EventTrigger;
import io.activitycore.engine.internal.run.RunTrigger;
import io.activitycore.event.EventEnvelope;
import io.activitycore.expression.ExpressionEngine;
import io.activitycore.spi.RunStore;
import io.activitycore.spi.StoredDefinition;
import java.util.Optional;

/** Brings events to long-lived runs. Thread-safe. */
public final class LongLivedRuns {

  private final RunSignals signals;
  private final RunStore runs;
  private final CorrelationKey keys;

  /** Over the host's client and store. */
  public LongLivedRuns(RunSignals signals, RunStore runs, ExpressionEngine expressions) {
    this.signals = signals;
    this.runs = runs;
    this.keys = new CorrelationKey(expressions);
  }

  /**
   * What was done.
   *
   * @param before whether a long-lived run has handled the event, so that nothing was done
   */
  record Signalled(String key, String workflowId, boolean before) {}

  static boolean isLongLived(StoredDefinition stored) {
    EventTrigger trigger = stored.definition().trigger().event();
    return trigger != null && trigger.mode() == EventTrigger.Mode.SIGNAL;
  }

  /** A name for the run that an event goes to; empty when the event has no key. */
  Optional<String> lane(StoredDefinition stored, EventEnvelope event) {
    EventTrigger definition = stored.definition().trigger().event();
    if (definition == null) {
      return Optional.empty();
    }
    String activityId = stored.definition().id();
    try {
      return Optional.of(activityId + ":" + keys.of(activityId, definition, event));
    } catch (RefusedException e) {
      return Optional.empty();
    }
  }

  /**
   * Signals the run of the event's key, and starts it if there is none.
   *
   * @throws RefusedException when the event has no key, or can never be delivered
   * @throws UnavailableException when nobody can say whether it arrived
   */
  Signalled signal(RunTrigger trigger, StoredDefinition stored, EventEnvelope event) {
    EventTrigger definition = stored.definition().trigger().event();
    if (definition == null) {
      throw new IllegalArgumentException(stored.definition().id() + " has no event trigger");
    }
    String key = keys.of(trigger.activityId(), definition, event);
    RunTrigger longLived = RunTrigger.ofKey(trigger, key);
    String workflowId = longLived.workflowId();
    boolean before =
        StoreCall.ask(
            "say whether a long-lived run had " + trigger.subjectId(),
            () -> runs.find(trigger.key()).filter(run -> run.outcome() != null).isPresent());
    if (!before) {
      signals.signalWithStart(
          new RunStarter.StartRequest(
              workflowId,
              stored.definition().taskQueue(),
              trigger.activityId(),
              trigger.bodyHash(),
              longLived.toJson()),
          trigger.toJson());
    }
    return new Signalled(key, workflowId, before);
  }
}
