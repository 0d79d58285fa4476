package io.activitycore.engine.internal.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.engine.internal.run.RunActivity;
import io.activitycore.engine.internal.run.RunTrigger;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the end of runs that could not: Temporal's server, or somebody past this library,
 * terminated them. Looks at what ended lately, again and again, in a thread of its own.
 */
public final class EndedElsewhere implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EndedElsewhere.class);
  private static final Duration PAUSE = Duration.ofSeconds(20);
  private static final Duration LOOK_BACK = Duration.ofHours(1);
  private static final int MOST_SEEN = 10_000;

  private final String tenant;
  private final WorkflowClient client;
  private final RunStore runs;
  private final Clock clock;
  private final Set<String> seen =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > MOST_SEEN;
            }
          });
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "activity-core-ended-elsewhere");
            thread.setDaemon(true);
            return thread;
          });

  /** Not started yet. */
  public EndedElsewhere(String tenant, WorkflowClient client, RunStore runs, Clock clock) {
    this.tenant = tenant;
    this.client = client;
    this.runs = runs;
    this.clock = clock;
  }

  /** Starts to look. */
  @SuppressWarnings("FutureReturnValueIgnored") // it runs until it is closed
  public void start() {
    timer.scheduleWithFixedDelay(
        this::look, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    String since = clock.instant().minus(LOOK_BACK).truncatedTo(ChronoUnit.SECONDS).toString();
    try (Stream<WorkflowExecutionMetadata> ended =
        client.listExecutions(
            "WorkflowType = '"
                + RunActivity.TYPE
                + "' AND ExecutionStatus IN ('Terminated', 'TimedOut') AND CloseTime > '"
                + since
                + "'")) {
      ended.map(WorkflowExecutionMetadata::getExecution).forEach(this::once);
    } catch (RuntimeException e) {
      LOG.debug("What ended in Temporal could not be listed; trying again: {}", e.toString());
    }
  }

  private void once(WorkflowExecution execution) {
    if (seen.contains(execution.getRunId())) {
      return;
    }
    try {
      write(execution);
      seen.add(execution.getRunId());
    } catch (RuntimeException e) {
      LOG.warn(
          "{} was terminated, but its end was not written; trying again: {}",
          execution.getWorkflowId(),
          e.toString());
    }
  }

  private void write(WorkflowExecution execution) {
    WorkflowExecutionStartedEventAttributes started = started(execution);
    Optional<RunTrigger> trigger = trigger(started.getInput());
    if (trigger.isEmpty()) {
      return;
    }
    runs.find(trigger.get().key())
        .filter(run -> run.outcome() == null)
        .filter(run -> run.firstRunId().equals(started.getFirstExecutionRunId()))
        .ifPresent(this::end);
  }

  /** Of a run of ours that has one key: a long-lived one has many, a tick's is not in its input. */
  private Optional<RunTrigger> trigger(Payloads input) {
    if (input.getPayloadsCount() < 2) {
      return Optional.empty();
    }
    JsonNode tree =
        client
            .getOptions()
            .getDataConverter()
            .fromPayload(input.getPayloads(1), JsonNode.class, JsonNode.class);
    String kind = tree.path("kind").asText();
    return kind.equals("event") || kind.equals("manual")
        ? Optional.of(RunTrigger.fromJson(tree)).filter(found -> found.tenant().equals(tenant))
        : Optional.empty();
  }

  private WorkflowExecutionStartedEventAttributes started(WorkflowExecution execution) {
    return client
        .getWorkflowServiceStubs()
        .blockingStub()
        .getWorkflowExecutionHistory(
            GetWorkflowExecutionHistoryRequest.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .setExecution(execution)
                .setMaximumPageSize(1)
                .build())
        .getHistory()
        .getEvents(0)
        .getWorkflowExecutionStartedEventAttributes();
  }

  private void end(RunStore.RunRecord run) {
    JsonNode audit =
        JsonNodeFactory.instance
            .objectNode()
            .put("outcome", RunOutcome.TERMINATED.name())
            .put("reason", "terminated in Temporal");
    List<RunOutcome> outcome =
        runs.finish(
            List.of(
                new RunStore.Ending(
                    run.key(), run.firstRunId(), RunOutcome.TERMINATED, audit, List.of())));
    LOG.warn(
        "{} was terminated in Temporal: nothing was compensated, its outcome is {}",
        run.workflowId(),
        outcome.get(0));
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
