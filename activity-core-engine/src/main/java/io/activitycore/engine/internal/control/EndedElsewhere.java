package io.activitycore.engine.internal.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.engine.internal.run.CarriedEvents;
import io.activitycore.engine.internal.run.FirstEvent;
import io.activitycore.engine.internal.run.RunActivity;
import io.activitycore.engine.internal.run.RunTrigger;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.common.SearchAttributeKey;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private static final SearchAttributeKey<OffsetDateTime> SCHEDULED_FOR =
      SearchAttributeKey.forOffsetDateTime("TemporalScheduledStartTime");

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
      ended.forEach(this::once);
    } catch (RuntimeException e) {
      LOG.debug("What ended in Temporal could not be listed; trying again: {}", e.toString());
    }
  }

  private void once(WorkflowExecutionMetadata ended) {
    WorkflowExecution execution = ended.getExecution();
    if (seen.contains(execution.getRunId())) {
      return;
    }
    try {
      write(ended);
      seen.add(execution.getRunId());
    } catch (RuntimeException e) {
      LOG.warn(
          "{} was terminated, but its end was not written; trying again: {}",
          execution.getWorkflowId(),
          e.toString());
    }
  }

  private void write(WorkflowExecutionMetadata ended) {
    FirstEvent first = FirstEvent.of(client, ended.getExecution());
    if (first.trigger() == null) {
      return;
    }
    for (RunTrigger trigger : triggers(first.trigger(), ended)) {
      runs.find(trigger.key())
          .filter(run -> run.outcome() == null)
          .filter(run -> run.firstRunId().equals(first.firstRunId()))
          .ifPresent(this::end);
    }
  }

  private JsonNode json(Payload payload) {
    return client
        .getOptions()
        .getDataConverter()
        .fromPayload(payload, JsonNode.class, JsonNode.class);
  }

  /** Of a long-lived run each event that came is one; which of them had begun, the store knows. */
  private List<RunTrigger> triggers(JsonNode tree, WorkflowExecutionMetadata ended) {
    RunTrigger trigger = RunTrigger.fromJson(tree);
    if (!trigger.tenant().equals(tenant)) {
      return List.of();
    }
    if (trigger.isWithoutTick()) {
      OffsetDateTime tick = ended.getTypedSearchAttributes().get(SCHEDULED_FOR);
      return tick == null ? List.of() : List.of(trigger.at(tick.toInstant().toString()));
    }
    if (!trigger.isKey()) {
      return List.of(trigger);
    }
    List<RunTrigger> events = new ArrayList<>(CarriedEvents.of(tree));
    WorkflowExecution execution = ended.getExecution();
    client.fetchHistory(execution.getWorkflowId(), execution.getRunId()).getEvents().stream()
        .filter(HistoryEvent::hasWorkflowExecutionSignaledEventAttributes)
        .map(HistoryEvent::getWorkflowExecutionSignaledEventAttributes)
        .filter(signal -> signal.getSignalName().equals(RunActivity.EVENT))
        .map(signal -> RunTrigger.fromJson(json(signal.getInput().getPayloads(0))))
        .forEach(events::add);
    return events;
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
