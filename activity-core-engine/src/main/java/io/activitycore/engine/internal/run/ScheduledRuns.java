package io.activitycore.engine.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.ScheduleTrigger;
import io.activitycore.engine.internal.plan.Plan;
import io.activitycore.engine.internal.tick.Ticks;
import io.activitycore.run.Decision;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore;
import io.activitycore.spi.Store;
import io.activitycore.spi.TickStore;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is special about runs that a clock starts: the ledger is their only wall, and of a
 * compressed schedule one run does the work of a window of ticks. Thread-safe.
 */
final class ScheduledRuns {

  private static final String FROM = "from";
  private static final String TO = "to";

  private final Store store;
  private final Clock clock;

  ScheduledRuns(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Whether another run had the tick before. */
  Optional<Preparation> duplicate(RunTrigger trigger, String firstRunId) {
    return store
        .runs()
        .find(trigger.key())
        .filter(run -> !run.firstRunId().equals(firstRunId))
        .map(run -> duplicate(trigger, new RunStore.Prepared.Duplicate(run.firstRunId())));
  }

  Preparation duplicate(RunTrigger trigger, RunStore.Prepared.Duplicate of) {
    record(trigger, Decision.Kind.DUPLICATE, "the tick has run: nothing was done");
    return new Preparation.Duplicate(of.firstRunId());
  }

  /** The plan that this run has made before: prepare may run again after its commit. */
  Optional<Plan> plan(RunTrigger trigger) {
    return store.runs().find(trigger.key()).map(run -> Plan.of(run.plan()));
  }

  /**
   * The ticks whose work the run does: from the last one covered to the last one due.
   *
   * @param startedAt when the workflow started, by the server's clock
   */
  @Nullable JsonNode window(RunTrigger trigger, ActivityDefinition definition, String startedAt) {
    ScheduleTrigger schedule = definition.trigger().schedule();
    if (schedule == null
        || schedule.misfire() != ScheduleTrigger.Misfire.COMPRESS
        || trigger.isForced()) {
      return null;
    }
    Instant tick = trigger.scheduledFor();
    Instant from = coveredTo(trigger).orElseGet(() -> tick.minusSeconds(1));
    Instant started = Instant.parse(startedAt);
    Instant last = Ticks.of(schedule).last(tick, started);
    Instant to = last == null ? tick : last;
    return JsonNodeFactory.instance.objectNode().put(FROM, from.toString()).put(TO, to.toString());
  }

  /** From where a window begins: the last tick covered, or where the account begins. */
  private Optional<Instant> coveredTo(RunTrigger trigger) {
    return store
        .ticks()
        .find(trigger.tenant(), trigger.activityId())
        .map(TickStore.Account::coveredTo);
  }

  boolean isCovered(RunTrigger trigger) {
    JsonNode window = trigger.window();
    return trigger.isScheduled()
        && trigger.generation() == 1
        && window != null
        && !trigger.scheduledFor().isAfter(Instant.parse(window.path(FROM).asText()));
  }

  Preparation covered(RunTrigger trigger) {
    String to = trigger.window() == null ? "" : trigger.window().path(FROM).asText();
    record(trigger, Decision.Kind.COVERED, "a run has done the work of all ticks up to " + to);
    return new Preparation.Covered(to);
  }

  /** A window counts as done when its run completed; else the next one begins where it began. */
  void finished(RunTrigger trigger, RunOutcome outcome) {
    JsonNode window = trigger.window();
    if (window != null && outcome == RunOutcome.COMPLETED) {
      store
          .ticks()
          .cover(trigger.tenant(), trigger.activityId(), Instant.parse(window.path(TO).asText()));
    }
  }

  private void record(RunTrigger trigger, Decision.Kind kind, String reason) {
    Decision decision =
        new Decision(
            trigger.tenant(),
            trigger.subjectId(),
            trigger.activityId(),
            trigger.version(),
            kind,
            reason,
            trigger.workflowId(),
            clock.instant());
    boolean known =
        store.decisions().find(trigger.tenant(), trigger.subjectId()).stream()
            .anyMatch(
                other -> other.kind() == kind && trigger.activityId().equals(other.activityId()));
    if (!known) {
      store.decisions().record(List.of(decision));
    }
  }
}
