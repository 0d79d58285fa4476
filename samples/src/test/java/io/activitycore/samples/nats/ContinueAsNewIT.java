package io.activitycore.samples.nats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.definition.Definitions;
import io.activitycore.engine.ActivityCore;
import io.activitycore.engine.HumanTasks;
import io.activitycore.handler.TaskContext;
import io.activitycore.run.HumanTask;
import io.activitycore.run.RunOutcome;
import io.activitycore.samples.history.Histories;
import io.activitycore.spi.RunStore.RunRecord;
import io.activitycore.testing.PrivateServer;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Runs that go over several executions, on a Temporal of the test's own that suggests it after 30
 * events. One core in this JVM, with the in-memory store.
 */
class ContinueAsNewIT {

  private static final int TASKS = 12;

  private static PrivateServer temporal;

  private final Bench bench = new Bench("again", temporal.address(), Duration.ofSeconds(60));
  private final List<String> done = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void start() {
    temporal = PrivateServer.temporal(List.of("limit.historyCount.suggestContinueAsNew=30"));
  }

  @AfterAll
  static void stopServer() {
    temporal.close();
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private JsonNode note(JsonNode input, TaskContext context) {
    done.add(context.taskInstanceId().substring(bench.workflowId("k").length() + 1));
    return input;
  }

  private ActivityCore core(String graph) {
    return bench.started(
        ActivityCore.builder(bench.client)
            .definitions(Definitions.of(bench.activity(graph)))
            .task("lane.work", this::note)
            .task("lane.undo", this::note));
  }

  private long executions() {
    return bench.lane.runs(bench.client).stream()
        .filter(
            one ->
                one.getStatus()
                    == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW)
        .count();
  }

  /** A chain of tasks that can be undone; then the rest. */
  private static String chain(String more) {
    StringBuilder nodes = new StringBuilder("graph:\n  nodes:\n");
    StringBuilder edges = new StringBuilder("  edges:\n    - { to: t1, type: start }\n");
    for (int i = 1; i <= TASKS; i++) {
      nodes.append(
          "    - { id: t%d, task: lane.work, compensate: { task: lane.undo } }%n".formatted(i));
      if (i > 1) {
        edges.append("    - { from: t%d, to: t%d }%n".formatted(i - 1, i));
      }
    }
    return nodes + more + edges;
  }

  @Test
  void a_timer_and_a_person_that_is_asked_survive() {
    ActivityCore core =
        core(
            """
            graph:
              nodes:
                - { id: pause, wait: { for: 6s } }
                - { id: review, human: { assignees: [ann], due: 1d } }
                - { id: rows, for_each: "[1,2,3,4,5,6,7,8,9,10,11,12]", as: n, max_concurrency: 1, task: lane.work, input: {} }
                - { id: join, task: lane.work, input: { said: "{{ review.outcome }}" } }
              edges:
                - { to: first, type: start }
                - { from: first, to: pause, type: parallel }
                - { from: first, to: review, type: parallel }
                - { from: first, to: rows, type: parallel }
                - { from: pause, to: join }
                - { from: review, to: join }
                - { from: rows, to: join }
            """
                .replace("nodes:\n", "nodes:\n    - { id: first, set: { n: 1 } }\n"));
    core.trigger(bench.lane.name(), "k", Bench.json("{}"));
    bench.soon().until(() -> executions() >= 1);
    bench.awaitWaiting(core, "k", "pause");
    bench.awaitWaiting(core, "k", "review");
    HumanTask task =
        core.humanTasks().search(HumanTasks.Search.any().withActivity(bench.lane.name())).get(0);
    core.humanTasks().complete(task.id(), "ann", List.of(), Bench.json("'yes'"));
    RunRecord run = bench.ended(core, "k");

    assertThat(run.outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(done)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(0, TASKS)
                .mapToObj(i -> i < TASKS ? "rows[" + i + "]" : "join")
                .toList());
    assertThat(core.humanTasks().search(HumanTasks.Search.any())).hasSize(1);
    Histories.recordContinued(bench.client, "continued", "continuation", bench.workflowId("k"));
  }

  @Test
  void a_paused_run_that_waits_stays_paused() {
    ActivityCore core =
        core(chain("    - { id: last, wait: { for: 1h } }\n") + "    - { from: t12, to: last }\n");
    core.trigger(bench.lane.name(), "k", Bench.json("{}"));
    bench.awaitWaiting(core, "k", "last");
    long before = executions();
    assertThat(before).isPositive();

    // Each update adds events, until the server suggests another execution.
    bench
        .soon()
        .until(
            () ->
                core.runs().pause(bench.lane.name(), "manual-k").path("paused").asBoolean()
                    && executions() > before);

    assertThat(core.runs().progress(bench.lane.name(), "manual-k").path("paused").asBoolean())
        .isTrue();
    core.runs().cancel(bench.lane.name(), "manual-k", "enough");
    assertThat(bench.outcome(core, "k")).isEqualTo(RunOutcome.CANCELLED);
    assertThat(done).hasSize(2 * TASKS).doesNotHaveDuplicates();
  }

  @Test
  void a_cancelled_run_is_undone_to_the_last_task_however_long_that_takes() {
    ActivityCore core =
        core(chain("    - { id: last, wait: { for: 1h } }\n") + "    - { from: t12, to: last }\n");
    core.trigger(bench.lane.name(), "k", Bench.json("{}"));
    bench.awaitWaiting(core, "k", "last");

    core.runs().cancel(bench.lane.name(), "manual-k", "enough");

    assertThat(bench.outcome(core, "k")).isEqualTo(RunOutcome.CANCELLED);
    assertThat(done.subList(TASKS, done.size()))
        .containsExactlyElementsOf(
            IntStream.range(0, TASKS).mapToObj(i -> "t" + (TASKS - i) + "~compensate").toList());
  }
}
