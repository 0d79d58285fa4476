package io.activitycore.engine.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.engine.internal.graph.Effect;
import io.activitycore.engine.internal.graph.Program;
import io.activitycore.engine.internal.plan.Plan;
import io.activitycore.run.RunOutcome;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prepare, walk, finish: one run, over as many executions as it takes. */
final class OneRun {

  private final Programs programs;
  private final RunActivitiesApi local;
  private final Mailbox mailbox;
  private RunTrigger trigger;
  private final String firstRunId = Workflow.getInfo().getFirstExecutionRunId();
  private @Nullable Program program;
  private @Nullable Driver driver;

  OneRun(Programs programs, RunActivitiesApi local, Mailbox mailbox, RunTrigger trigger) {
    this.programs = programs;
    this.local = local;
    this.mailbox = mailbox;
    this.trigger = trigger;
  }

  /** What became of it. */
  sealed interface Result {

    /** It is over. */
    record Ended(RunOutcome outcome, @Nullable String reason) implements Result {}

    /** Another run has the key: nothing was done. */
    record Duplicate(String firstRunId) implements Result {}

    /** The tick is in the window of a run that completed: nothing was done. */
    record Covered(String to) implements Result {}

    /** The history is long: another execution goes on. */
    record GoesOn(CarriedRun carried) implements Result {}
  }

  RunTrigger trigger() {
    return trigger;
  }

  /** Runs it, from where an execution before this one stopped if there was one. */
  Result run(@Nullable CarriedRun carried) {
    if (carried != null) {
      return walk(Plan.of(carried.plan()), carried);
    }
    Preparation preparation = prepare();
    if (preparation instanceof Preparation.Duplicate duplicate) {
      return new Result.Duplicate(duplicate.firstRunId());
    }
    if (preparation instanceof Preparation.Covered covered) {
      return new Result.Covered(covered.to());
    }
    if (preparation instanceof Preparation.Planned planned) {
      follow(planned.plan());
      return walk(planned.plan(), null);
    }
    Preparation.Refused refused = (Preparation.Refused) preparation;
    String reason = refused.type() + ": " + refused.message();
    Effect.Finished end = new Effect.Finished(RunOutcome.FAILED, reason);
    return finish(end, Audit.refused(trigger, end));
  }

  /** Prepare picked the version where routing did not. */
  private void follow(Plan plan) {
    if (trigger.isWithoutVersion()) {
      trigger = trigger.following(plan.version(), plan.definitionHash(), plan.window());
    }
  }

  private Result walk(Plan plan, @Nullable CarriedRun carried) {
    Program compiled = programs.of(plan);
    Driver walking = new Driver(compiled, trigger, firstRunId, local, mailbox, carried);
    program = compiled;
    driver = walking;
    Effect.Finished end = walking.drive();
    if (end == null) {
      return new Result.GoesOn(walking.carry());
    }
    return finish(end, Audit.of(trigger, plan, end, walking));
  }

  /** Also of a run that is cancelled before: so that its end is recorded too. */
  private Preparation prepare() {
    JsonNode[] answer = new JsonNode[1];
    Workflow.newDetachedCancellationScope(() -> answer[0] = local.prepare(asked(), firstRunId))
        .run();
    return Preparation.of(answer[0]);
  }

  /** The end of a window is by the server's clock, never by this worker's. */
  private JsonNode asked() {
    ObjectNode asked = (ObjectNode) trigger.toJson();
    if (trigger.isScheduled()) {
      long started = Workflow.getInfo().getRunStartedTimestampMillis();
      asked.put(RunActivities.STARTED_AT, Instant.ofEpochMilli(started).toString());
    }
    return asked;
  }

  /** The first finish counts, whoever wrote it; the run ends as it says. */
  Result finish(Effect.Finished end, JsonNode audit) {
    String[] adopted = new String[1];
    JsonNode head = trigger.head().toJson();
    Workflow.newDetachedCancellationScope(
            () -> adopted[0] = local.finish(head, firstRunId, end.outcome().name(), audit))
        .run();
    return new Result.Ended(RunOutcome.valueOf(adopted[0]), end.reason());
  }

  /** The last result of each node that completed, added to what was known before. */
  ObjectNode state() {
    ObjectNode state = JsonNodeFactory.instance.objectNode();
    if (trigger.within() != null && trigger.within().state() instanceof ObjectNode before) {
      state.setAll(before);
    }
    if (driver != null) {
      state.setAll(driver.results());
    }
    return state;
  }

  /** Whether a long-lived run is over after this event. */
  boolean isComplete(Map<String, JsonNode> variables) {
    return program != null && program.isComplete(variables);
  }

  /** Whether a long-lived run takes over the current version when it goes on elsewhere. */
  boolean upgrades() {
    return program != null && program.plan().upgrades();
  }

  /** Where it is. */
  JsonNode progress() {
    ObjectNode progress = JsonNodeFactory.instance.objectNode();
    progress.put("activity_id", trigger.activityId()).put("version", trigger.version());
    progress.put("generation", trigger.generation()).put("occurrence", trigger.subjectId());
    progress.put("paused", mailbox.isPaused());
    if (driver == null) {
      return progress.put("phase", "preparing");
    }
    return progress.setAll(driver.progress());
  }

  /** What another generation could go on from. */
  JsonNode remains() {
    return driver == null ? JsonNodeFactory.instance.objectNode() : Audit.remains(driver.remains());
  }
}
