package io.activitycore.engine.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.engine.internal.graph.Effect;
import io.activitycore.engine.internal.plan.Plan;
import io.activitycore.run.RunOutcome;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** Prepare, walk, finish. */
public final class RunActivityWorkflow implements RunActivity {

  /**
   * A local Temporal activity that is slow or failing holds the workflow task only so long; then it
   * waits on timers.
   */
  private static final LocalActivityOptions LOCAL =
      LocalActivityOptions.newBuilder()
          .setStartToCloseTimeout(Duration.ofSeconds(5))
          .setLocalRetryThreshold(Duration.ofSeconds(2))
          .setDoNotIncludeArgumentsIntoMarker(true)
          .setRetryOptions(
              RetryOptions.newBuilder()
                  .setInitialInterval(Duration.ofMillis(100))
                  .setMaximumInterval(Duration.ofSeconds(30))
                  // Without a number or a schedule-to-close timeout the SDK tries once.
                  .setMaximumAttempts(Integer.MAX_VALUE)
                  .build())
          .build();

  private final Programs programs;
  private final RunActivitiesApi local =
      Workflow.newLocalActivityStub(RunActivitiesApi.class, LOCAL);

  /** One per workflow execution. */
  public RunActivityWorkflow(Programs programs) {
    this.programs = programs;
  }

  @Override
  public JsonNode run(String activityId, JsonNode triggerJson) {
    RunTrigger trigger = RunTrigger.fromJson(triggerJson);
    String firstRunId = Workflow.getInfo().getFirstExecutionRunId();
    Preparation preparation = prepare(triggerJson, firstRunId);
    if (preparation instanceof Preparation.Duplicate duplicate) {
      return JsonNodeFactory.instance
          .objectNode()
          .put("outcome", "DUPLICATE")
          .put("first_run_id", duplicate.firstRunId());
    }
    Effect.Finished end;
    JsonNode audit;
    if (preparation instanceof Preparation.Planned planned) {
      Plan plan = planned.plan();
      Driver driver = new Driver(programs.of(plan), trigger);
      end = driver.drive();
      audit = Audit.of(trigger, plan, end, driver.record(), driver.emitted());
    } else {
      Preparation.Refused refused = (Preparation.Refused) preparation;
      end = new Effect.Finished(RunOutcome.FAILED, refused.type() + ": " + refused.message());
      audit = Audit.refused(trigger, end);
    }
    return conclude(trigger.head().toJson(), firstRunId, end, audit);
  }

  /** Also of a run that is cancelled before: so that its end is recorded too. */
  private Preparation prepare(JsonNode trigger, String firstRunId) {
    JsonNode[] answer = new JsonNode[1];
    Workflow.newDetachedCancellationScope(() -> answer[0] = local.prepare(trigger, firstRunId))
        .run();
    return Preparation.of(answer[0]);
  }

  /** The first finish counts, whoever wrote it; the workflow ends as it says. */
  private JsonNode conclude(
      JsonNode trigger, String firstRunId, Effect.Finished end, JsonNode audit) {
    String[] adopted = new String[1];
    Workflow.newDetachedCancellationScope(
            () -> adopted[0] = local.finish(trigger, firstRunId, end.outcome().name(), audit))
        .run();
    RunOutcome outcome = RunOutcome.valueOf(adopted[0]);
    return switch (outcome) {
      case COMPLETED -> JsonNodeFactory.instance.objectNode().put("outcome", outcome.name());
      case CANCELLED -> throw new CanceledFailure(String.valueOf(end.reason()));
      case FAILED, TERMINATED ->
          throw ApplicationFailure.newNonRetryableFailure(
              String.valueOf(end.reason()), "RunFailed");
    };
  }
}
