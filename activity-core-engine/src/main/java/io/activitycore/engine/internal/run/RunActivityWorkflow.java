package io.activitycore.engine.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.engine.internal.graph.Effect;
import io.activitycore.run.RunOutcome;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.ContinueAsNewOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Receives what comes from outside, and runs. */
public final class RunActivityWorkflow implements RunActivity {

  /** Beside a trigger: where an execution before this one stopped. */
  static final String CARRIED = "carried";

  /** Temporal's blob limit is 2 MiB; the trigger has what is left. */
  private static final int LARGEST_CARRIED = 1_800_000;

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
  private final Mailbox mailbox = new Mailbox();
  private @Nullable OneRun current;

  /** One per workflow execution. */
  public RunActivityWorkflow(Programs programs) {
    this.programs = programs;
  }

  @Override
  public JsonNode run(String activityId, JsonNode triggerJson) {
    RunTrigger trigger = placed(RunTrigger.fromJson(triggerJson));
    JsonNode carried =
        triggerJson.hasNonNull(CARRIED)
            ? CarriedRun.unpack(triggerJson.get(CARRIED).asText())
            : null;
    return trigger.isKey() ? longLived(trigger, carried) : one(trigger, carried);
  }

  /** What a schedule starts learns its tick from the server. */
  private static RunTrigger placed(RunTrigger trigger) {
    return trigger.isWithoutTick() ? trigger.at(ScheduledTick.ofThisWorkflow()) : trigger;
  }

  private JsonNode one(RunTrigger trigger, @Nullable JsonNode carried) {
    OneRun run = oneRun(trigger);
    OneRun.Result result = run.run(carried == null ? null : CarriedRun.of(carried));
    if (result instanceof OneRun.Result.GoesOn goesOn) {
      String packed = CarriedRun.pack(goesOn.carried().tree());
      if (packed.length() <= LARGEST_CARRIED) {
        goOn(run.trigger(), packed, null);
      }
      Effect.Finished end = new Effect.Finished(RunOutcome.FAILED, tooLarge(packed));
      result = run.finish(end, Audit.refused(run.trigger(), end));
    }
    if (result instanceof OneRun.Result.Covered covered) {
      return JsonNodeFactory.instance
          .objectNode()
          .put("outcome", "COVERED")
          .put("covered_to", covered.to());
    }
    if (result instanceof OneRun.Result.Duplicate duplicate) {
      return duplicate(duplicate.firstRunId());
    }
    return end((OneRun.Result.Ended) result);
  }

  private OneRun oneRun(RunTrigger trigger) {
    OneRun run = new OneRun(programs, local, mailbox, trigger);
    current = run;
    return run;
  }

  private static String tooLarge(String packed) {
    return "too_large: what the run must remember is "
        + packed.length()
        + " bytes when packed, expected at most "
        + LARGEST_CARRIED;
  }

  private JsonNode longLived(RunTrigger trigger, @Nullable JsonNode carried) {
    LongLived run = new LongLived(trigger, mailbox, this::oneRun);
    if (carried != null) {
      run.resume(carried);
    }
    JsonNode end = run.run();
    if (end != null) {
      return end;
    }
    String packed = CarriedRun.pack(run.carry());
    if (packed.length() > LARGEST_CARRIED) {
      throw ApplicationFailure.newNonRetryableFailure(tooLarge(packed), "RunFailed");
    }
    if (run.upgrades()) {
      upgrade(trigger, packed);
    }
    goOn(trigger, packed, null);
    throw new IllegalStateException("continue-as-new does not return");
  }

  /** Follows the current version from now on; a definition that is gone leaves it as it is. */
  private void upgrade(RunTrigger trigger, String packed) {
    JsonNode current = local.target(trigger.tenant(), trigger.activityId());
    if (!current.has("error")) {
      int version = current.path("version").asInt();
      goOn(
          trigger.following(version, current.path("hash").asText(), null),
          packed,
          current.path("task_queue").asText());
    }
  }

  private static void goOn(RunTrigger trigger, String packed, @Nullable String queue) {
    Workflow.continueAsNew(
        ContinueAsNewOptions.newBuilder().setTaskQueue(queue).build(),
        trigger.activityId(),
        ((ObjectNode) trigger.toJson()).put(CARRIED, packed));
  }

  static JsonNode duplicate(String firstRunId) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("outcome", "DUPLICATE")
        .put("first_run_id", firstRunId);
  }

  private static JsonNode end(OneRun.Result.Ended end) {
    return switch (end.outcome()) {
      case COMPLETED -> JsonNodeFactory.instance.objectNode().put("outcome", end.outcome().name());
      case CANCELLED -> throw new CanceledFailure(String.valueOf(end.reason()));
      case FAILED, TERMINATED ->
          throw ApplicationFailure.newNonRetryableFailure(
              String.valueOf(end.reason()), "RunFailed");
    };
  }

  @Override
  public void settle(JsonNode answer) {
    mailbox.answered(answer);
  }

  @Override
  public void event(JsonNode trigger) {
    mailbox.arrived(RunTrigger.fromJson(trigger));
  }

  @Override
  public JsonNode pause() {
    mailbox.pause(true);
    return progress();
  }

  @Override
  public JsonNode resume() {
    mailbox.pause(false);
    return progress();
  }

  @Override
  public JsonNode progress() {
    ObjectNode progress = JsonNodeFactory.instance.objectNode();
    if (current != null) {
      progress.setAll((ObjectNode) current.progress());
    }
    return progress.put("events_queued", mailbox.events().size());
  }

  @Override
  public JsonNode remains() {
    return current == null ? JsonNodeFactory.instance.objectNode() : current.remains();
  }
}
