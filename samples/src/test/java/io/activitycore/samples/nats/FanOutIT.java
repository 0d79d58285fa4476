package io.activitycore.samples.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.definition.Definitions;
import io.activitycore.engine.ActivityCore;
import io.activitycore.handler.TaskContext;
import io.activitycore.handler.TaskHandler;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore.RunRecord;
import io.activitycore.testing.Servers;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowExecutionMetadata;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Wide for_each nodes on the real Temporal: they go over several executions, lose nothing and stay
 * within its limits. One core in this JVM, with the in-memory store. {@code
 * -Dactivity-core.fan-out=10000} makes the ordinary one as wide as the local one.
 */
class FanOutIT {

  private static final int ORDINARY = Integer.getInteger("activity-core.fan-out", 1_000);
  private static final int LOCAL = 10_000;

  private final Bench bench = new Bench("fan", Servers.temporal(), Duration.ofMinutes(10));
  private final Set<String> done = ConcurrentHashMap.newKeySet();

  @AfterEach
  void stop() {
    bench.close();
  }

  private ActivityCore.Builder core(String task) {
    return ActivityCore.builder(bench.client)
        .definitions(
            Definitions.of(
                bench.activity(
                    """
                    graph:
                      nodes:
                        - { id: each, for_each: payload.items, as: item, max_concurrency: 10000, task: TASK, input: { n: "{{ item }}" } }
                        - { id: ordered, condition: "each.map(e, e.n) == payload.items" }
                        - { id: wrong, end: { outcome: failed, reason: order } }
                      edges:
                        - { to: each, type: start }
                        - { from: each, to: ordered }
                        - { from: ordered, to: wrong, type: false_branch }
                    """
                        .replace("TASK", task))));
  }

  /** The graph itself says whether the results are in the order of the items. */
  private void fanOut(ActivityCore core, int items) {
    List<Integer> numbers = IntStream.range(0, items).boxed().toList();
    core.trigger(bench.lane.name(), "k", Bench.json("{'items': " + numbers + "}"));
    RunRecord run = bench.ended(core, "k");
    assertThat(run.outcome()).as("%s", run.audit()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(run.audit().path("tasks")).hasSize(items);
    assertThat(done).hasSize(items);
  }

  /** A handler without a queue. */
  public final class Local {
    /** Gives what it got. */
    @TaskHandler(value = "lane.local", local = true)
    public Map<String, Integer> echo(Map<String, Integer> input, TaskContext context) {
      done.add(context.taskInstanceId());
      return input;
    }
  }

  @Test
  void ten_thousand_local_tasks_go_over_several_executions_that_are_all_found() {
    ActivityCore core = bench.started(core("lane.local").register(new Local()));

    fanOut(core, LOCAL);

    bench.soon().until(() -> ended().size() == 1 && bench.lane.runs(bench.client).size() >= 2);
    assertThat(bench.lane.runs(bench.client))
        .allSatisfy(
            one -> assertThat(one.getExecution().getWorkflowId()).isEqualTo(bench.workflowId("k")));
  }

  /** The executions that {@code activity_id = '...'} finds and that were the last of their run. */
  private List<WorkflowExecutionMetadata> ended() {
    return bench.lane.runs(bench.client).stream()
        .filter(
            one -> one.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED)
        .toList();
  }

  @Test
  void a_wide_for_each_never_has_more_than_500_tasks_pending() {
    ActivityCore core =
        bench.started(
            core("lane.work")
                .task(
                    "lane.work",
                    (input, context) -> {
                      done.add(context.taskInstanceId());
                      return input;
                    }));

    fanOut(core, ORDINARY);

    bench.soon().until(() -> ended().size() == 1);
    assertThat(bench.lane.runs(bench.client).stream().mapToInt(this::mostPending).max().orElse(0))
        .isBetween(1, 500);
  }

  private int mostPending(WorkflowExecutionMetadata one) {
    int pending = 0;
    int most = 0;
    for (HistoryEvent event :
        bench
            .client
            .fetchHistory(one.getExecution().getWorkflowId(), one.getExecution().getRunId())
            .getEvents()) {
      if (event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED) {
        most = Math.max(most, ++pending);
      } else if (event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED) {
        pending--;
      }
    }
    return most;
  }
}
