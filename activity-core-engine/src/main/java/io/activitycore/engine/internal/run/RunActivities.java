package io.activitycore.engine.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.engine.internal.plan.Plan;
import io.activitycore.engine.internal.plan.PlanCompiler;
import io.activitycore.engine.internal.task.Handler;
import io.activitycore.engine.internal.task.Handlers;
import io.activitycore.engine.internal.task.TaskHeader;
import io.activitycore.engine.internal.task.TaskRecorder;
import io.activitycore.engine.internal.task.TemporalTasks;
import io.activitycore.expression.ExpressionEngine;
import io.activitycore.handler.TaskFailedException;
import io.activitycore.run.Decision;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.DefinitionStore;
import io.activitycore.spi.RunStore;
import io.activitycore.spi.RunStore.Prepared;
import io.activitycore.spi.Store;
import io.activitycore.spi.StoredDefinition;
import io.temporal.activity.Activity;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Prepare, journal and finish. Thread-safe; each may run again after its commit, and then gives the
 * same answer.
 */
public final class RunActivities implements RunActivitiesApi {

  /** Plans beyond this would fill the history; Temporal warns of payloads from here on. */
  private static final int LARGEST_PLAN_BYTES = 512 * 1024;

  /** Beside a scheduled run's trigger: when the workflow started, by the server's clock. */
  static final String STARTED_AT = "started_at";

  private final DefinitionStore definitions;
  private final Handlers handlers;
  private final ContextSnapshot context;
  private final RunStore runs;
  private final ScheduledRuns scheduled;
  private final JournalWriter journal;
  private final Programs programs;
  private final TaskRecorder recorder;
  private final Clock clock;

  /** By version and hash: all of a plan but its context. */
  private final LatestUsed<Plan> plans = new LatestUsed<>(Programs.MOST);

  /**
   * Over the host's handlers and store.
   *
   * @param tokens signs what async tasks send; null where no secret was given
   * @param recorder takes the results of tasks that write in a transaction
   */
  public RunActivities(
      DefinitionStore definitions,
      Handlers handlers,
      Store store,
      ExpressionEngine expressions,
      Programs programs,
      @Nullable TokenSigner tokens,
      TaskRecorder recorder,
      Clock clock) {
    this.definitions = definitions;
    this.handlers = handlers;
    this.context = new ContextSnapshot(handlers, expressions);
    this.runs = store.runs();
    this.scheduled = new ScheduledRuns(store, clock);
    this.journal = new JournalWriter(store, expressions, tokens, clock);
    this.programs = programs;
    this.recorder = recorder;
    this.clock = clock;
  }

  @Override
  public JsonNode prepare(JsonNode triggerJson, String firstRunId) {
    RunTrigger asked = RunTrigger.fromJson(triggerJson);
    try {
      Optional<JsonNode> over = over(asked, firstRunId);
      if (over.isPresent()) {
        return over.get();
      }
      Optional<Plan> stored = asked.isWithoutVersion() ? scheduled.plan(asked) : Optional.empty();
      RunTrigger trigger =
          asked.isWithoutVersion()
              ? stored.isPresent() ? following(asked, stored.get()) : current(asked, triggerJson)
              : asked;
      if (stored.isEmpty() && scheduled.isCovered(trigger)) {
        return scheduled.covered(trigger).toJson();
      }
      Plan plan = stored.isPresent() ? stored.get() : planned(trigger);
      JsonNode tree = plan.tree();
      int bytes = Plan.size(tree);
      if (bytes > LARGEST_PLAN_BYTES) {
        return new Preparation.Refused(
                "plan_too_large",
                "the plan is " + bytes + " bytes, expected at most " + LARGEST_PLAN_BYTES)
            .toJson();
      }
      programs.of(plan);
      return begin(trigger, firstRunId, plan, tree, !asked.isWithoutVersion());
    } catch (TaskFailedException e) {
      return new Preparation.Refused(e.type(), String.valueOf(e.getMessage())).toJson();
    } catch (Exception e) {
      throw Activity.wrap(e);
    }
  }

  private Plan planned(RunTrigger trigger) throws Exception {
    return trigger.generation() == 1 ? plan(trigger) : storedPlan(trigger);
  }

  private static RunTrigger following(RunTrigger asked, Plan plan) {
    return asked.following(plan.version(), plan.definitionHash(), plan.window());
  }

  /** A definition that is not known here yet may be known to the worker that tries next. */
  private RunTrigger current(RunTrigger asked, JsonNode triggerJson) {
    StoredDefinition stored =
        definitions.current().stream()
            .filter(known -> known.definition().id().equals(asked.activityId()))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "there is no activity "
                            + asked.activityId()
                            + " in this worker's definition store"));
    JsonNode window =
        asked.isScheduled()
            ? scheduled.window(asked, stored.definition(), triggerJson.path(STARTED_AT).asText())
            : null;
    return asked.following(stored.version(), stored.hash(), window);
  }

  /** A long-lived run asks for an event again that it, or one before it, has handled. */
  private Optional<JsonNode> over(RunTrigger trigger, String firstRunId) {
    if (trigger.isScheduled() && trigger.generation() == 1) {
      return scheduled.duplicate(trigger, firstRunId).map(Preparation::toJson);
    }
    return trigger.within() == null
        ? Optional.empty()
        : runs.find(trigger.key())
            .filter(run -> run.outcome() != null || !run.firstRunId().equals(firstRunId))
            .map(run -> new Preparation.Duplicate(run.firstRunId()).toJson());
  }

  /** A redriven run follows its plan, whether or not the definition is still there. */
  private Plan storedPlan(RunTrigger trigger) throws Exception {
    Optional<RunStore.RunRecord> known = runs.find(trigger.key());
    return known.isPresent() ? Plan.of(known.get().plan()) : plan(trigger);
  }

  private Plan plan(RunTrigger trigger) throws Exception {
    StoredDefinition stored =
        definitions
            .find(trigger.activityId(), trigger.version())
            .filter(found -> found.hash().equals(trigger.definitionHash()))
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        trigger.activityId()
                            + " version "
                            + trigger.version()
                            + " with hash "
                            + trigger.definitionHash()
                            + " is not in this worker's definition store"));
    ActivityDefinition definition = stored.definition();
    return plans
        .get(
            stored.version() + "/" + stored.hash(),
            () -> PlanCompiler.compile(definition, stored.version(), stored.hash()))
        .with(context.resolve(definition, trigger.variables()))
        .withLocal(handlers.local())
        .withWindow(trigger.window());
  }

  private JsonNode begin(
      RunTrigger trigger, String firstRunId, Plan plan, JsonNode tree, boolean known) {
    Prepared prepared =
        runs.prepare(
                List.of(
                    new RunStore.Beginning(
                        trigger.key(),
                        trigger.workflowId(),
                        firstRunId,
                        trigger.generation(),
                        trigger.bodyHash(),
                        tree,
                        started(trigger),
                        new RunEvents(trigger, clock.instant()).begun(plan))))
            .get(0);
    if (prepared instanceof Prepared.Duplicate duplicate) {
      if (trigger.isScheduled()) {
        return scheduled.duplicate(trigger, duplicate).toJson();
      }
      return new Preparation.Duplicate(duplicate.firstRunId()).toJson();
    }
    return Preparation.planned(Plan.recorded(((Prepared.Planned) prepared).plan(), known));
  }

  private Decision started(RunTrigger trigger) {
    return new Decision(
        trigger.tenant(),
        trigger.subjectId(),
        trigger.activityId(),
        trigger.version(),
        trigger.within() == null ? Decision.Kind.STARTED : Decision.Kind.SIGNALLED,
        "version "
            + trigger.version()
            + (trigger.generation() == 1 ? "" : ", generation " + trigger.generation()),
        trigger.workflowId(),
        clock.instant());
  }

  @Override
  public String finish(JsonNode triggerJson, String firstRunId, String outcome, JsonNode audit) {
    RunTrigger trigger = RunTrigger.fromJson(triggerJson);
    RunOutcome reached = RunOutcome.valueOf(outcome);
    JsonNode kept = audit == null ? JsonNodeFactory.instance.objectNode() : audit;
    RunOutcome counts =
        runs.finish(
                List.of(
                    new RunStore.Ending(
                        trigger.key(),
                        firstRunId,
                        reached,
                        kept,
                        new RunEvents(trigger, clock.instant()).ended(reached, kept))))
            .get(0);
    // Once more after a crash in between: what is covered stays covered.
    scheduled.finished(trigger, counts);
    return counts.name();
  }

  @Override
  public JsonNode journal(JsonNode triggerJson, String firstRunId, int number, JsonNode entries) {
    return journal.write(RunTrigger.fromJson(triggerJson), firstRunId, number, entries);
  }

  @Override
  public JsonNode target(String tenant, String activityId) {
    ObjectNode target = JsonNodeFactory.instance.objectNode();
    Optional<StoredDefinition> stored =
        definitions.current().stream()
            .filter(known -> known.definition().id().equals(activityId))
            .findFirst();
    if (stored.isEmpty()) {
      return target.put("error", "there is no activity " + activityId);
    }
    return target
        .put("version", stored.get().version())
        .put("hash", stored.get().hash())
        .put("task_queue", stored.get().definition().taskQueue());
  }

  @Override
  public JsonNode task(String type, JsonNode input, JsonNode header) {
    Handler handler = handlers.tasks().get(type);
    if (handler == null) {
      throw new IllegalStateException("no handler for the local task " + type + " in this worker");
    }
    return TemporalTasks.call(type, handler, recorder, input, TaskHeader.fromJson(header));
  }
}
