package io.activitycore.engine.internal.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.engine.internal.dispatch.UnavailableException;
import io.activitycore.engine.internal.run.RunActivity;
import io.activitycore.run.RunKey;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore;
import io.activitycore.spi.RunStore.RunRecord;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.function.Function;

/** Requests to one run. Thread-safe. */
public final class RunControl {

  private final String tenant;
  private final WorkflowClient client;
  private final RunStore runs;

  /** Over the host's client and store. */
  public RunControl(String tenant, WorkflowClient client, RunStore runs) {
    this.tenant = tenant;
    this.client = client;
    this.runs = runs;
  }

  /** See {@code Runs}. */
  public JsonNode progress(String activityId, String occurrence) {
    return ask(activityId, occurrence, run -> run.query(RunActivity.PROGRESS, JsonNode.class));
  }

  /** See {@code Runs}. */
  public JsonNode pause(String activityId, String occurrence) {
    return ask(activityId, occurrence, run -> run.update(RunActivity.PAUSE, JsonNode.class));
  }

  /** See {@code Runs}. */
  public JsonNode resume(String activityId, String occurrence) {
    return ask(activityId, occurrence, run -> run.update(RunActivity.RESUME, JsonNode.class));
  }

  /** See {@code Runs}. */
  public void cancel(String activityId, String occurrence, String reason) {
    ask(
        activityId,
        occurrence,
        run -> {
          run.cancel(reason);
          return true;
        });
  }

  /** See {@code Runs}. */
  public void terminate(String activityId, String occurrence, String reason) {
    RunRecord known = known(activityId, occurrence);
    ask(
        activityId,
        occurrence,
        run -> {
          run.terminate(reason);
          return true;
        });
    JsonNode audit =
        JsonNodeFactory.instance
            .objectNode()
            .put("outcome", RunOutcome.TERMINATED.name())
            .put("reason", reason);
    runs.finish(
        List.of(
            new RunStore.Ending(
                known.key(), known.firstRunId(), RunOutcome.TERMINATED, audit, List.of())));
  }

  RunRecord known(String activityId, String occurrence) {
    return runs.find(new RunKey(tenant, activityId, occurrence))
        .orElseThrow(
            () -> new IllegalArgumentException("no run of " + activityId + " for " + occurrence));
  }

  private <T> T ask(String activityId, String occurrence, Function<WorkflowStub, T> request) {
    RunRecord known = known(activityId, occurrence);
    try {
      return request.apply(client.newUntypedWorkflowStub(known.workflowId()));
    } catch (WorkflowNotFoundException e) {
      throw new IllegalStateException(known.workflowId() + " is over", e);
    } catch (WorkflowException e) {
      String reason = String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause());
      throw new UnavailableException(known.workflowId() + " was not reached: " + reason, e);
    }
  }
}
