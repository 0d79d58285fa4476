package io.activitycore.samples.nats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.definition.Definitions;
import io.activitycore.engine.ActivityCore;
import io.activitycore.handler.TaskHandler;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore.RunRecord;
import io.activitycore.testing.Servers;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowExecutionMetadata;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
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
  private final AtomicInteger calls = new AtomicInteger();

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
                        - { id: last, set: { got: "{{ each.map(e, e.n) }}" } }
                      edges:
                        - { to: each, type: start }
                        - { from: each, to: last }
                    """
                        .replace("TASK", task))));
  }

  private JsonNode fanOut(ActivityCore core, int items) {
    List<Integer> numbers = IntStream.range(0, items).boxed().toList();
    core.trigger(bench.lane.name(), "k", Bench.json("{'items': " + numbers + "}"));
    RunRecord run = bench.ended(core, "k");
    assertThat(run.outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(calls).hasValue(items);
    JsonNode results = run.audit();
    System.out.println("AUDIT " + results.toString().substring(0, 600));
    return results;
  }

  /** One thread is all that a workflow task has for a handler that costs nothing. */
  public final class Local {
    /** Gives what it got. */
    @TaskHandler(value = "lane.local", local = true)
    public Map<String, Integer> echo(Map<String, Integer> input) {
      calls.incrementAndGet();
      return input;
    }
  }

  @Test
  void ten_thousand_local_tasks_go_over_several_executions() {
    ActivityCore core = bench.started(core("lane.local").register(new Local()));
    long start = System.nanoTime();
    fanOut(core, LOCAL);
    System.out.println("LOCAL " + (System.nanoTime() - start) / 1_000_000);
    chain();
  }

  @Test
  void ordinary_tasks_are_never_too_many_at_once() {
    ActivityCore core =
        bench.started(
            core("lane.work")
                .task(
                    "lane.work",
                    (input, context) -> {
                      calls.incrementAndGet();
                      return input;
                    }));
    long start = System.nanoTime();
    fanOut(core, ORDINARY);
    System.out.println("ORD " + (System.nanoTime() - start) / 1_000_000);
    chain();
  }

  private void chain() {
    bench.soon().until(() -> !bench.lane.runs(bench.client).isEmpty());
    List<WorkflowExecutionMetadata> chain = bench.lane.runs(bench.client);
    for (WorkflowExecutionMetadata one : chain) {
      System.out.println(one.getExecution() + " " + one.getStatus());
      int pending = 0;
      int most = 0;
      int n = 0;
      for (HistoryEvent event :
          bench
              .client
              .fetchHistory(
                  one.getExecution().getWorkflowId(), one.getExecution().getRunId())
              .getEvents()) {
        n++;
        if (event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED) {
          most = Math.max(most, ++pending);
        } else if (event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED) {
          pending--;
        }
      }
      System.out.println(n + " events, most pending " + most);
    }
  }

  static WorkflowExecution unused(DescribeWorkflowExecutionRequest r) {
    return r.getExecution();
  }
}
