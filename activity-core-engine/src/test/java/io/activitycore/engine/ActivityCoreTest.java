package io.activitycore.engine;

import static io.activitycore.engine.Bench.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activitycore.definition.Compensation;
import io.activitycore.definition.Node;
import io.activitycore.event.EventEnvelope;
import io.activitycore.handler.TaskFailedException;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore.RunRecord;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The life of a core: its workers, its queues, its end. */
@ExtendWith(InProcessTemporal.class)
class ActivityCoreTest {

  @Test
  void an_attached_factory_with_the_interceptor_runs_tasks(Bench bench) {
    assertThat(attached(bench, true).outcome()).isEqualTo(RunOutcome.COMPLETED);
  }

  @Test
  void an_attached_factory_without_the_interceptor_fails_with_what_is_missing(Bench bench) {
    RunRecord run = attached(bench, false);

    assertThat(run.outcome()).isEqualTo(RunOutcome.FAILED);
    assertThat(run.audit().get("reason").asText())
        .contains("no_task_header", "attachTo lacks ActivityCoreInterceptor");
  }

  private static RunRecord attached(Bench bench, boolean withInterceptor) {
    WorkerFactoryOptions.Builder options = WorkerFactoryOptions.newBuilder();
    if (withInterceptor) {
      options.setWorkerInterceptors(new ActivityCoreInterceptor());
    }
    WorkerFactory factory = WorkerFactory.newInstance(bench.client, options.build());
    ActivityCore core =
        bench.built(
            bench.core().task("noop", (input, context) -> input),
            bench.linear("a", Node.task("one", "noop")));
    core.attachTo(factory);
    factory.start();
    try {
      core.start();
      return bench.run("a", "e-1", "{}");
    } finally {
      factory.shutdownNow();
    }
  }

  @Test
  void attaching_after_the_start_is_refused(Bench bench) {
    ActivityCore core =
        bench.started(
            bench.core().task("noop", (input, context) -> input),
            bench.linear("a", Node.task("one", "noop")));

    assertThatThrownBy(() -> core.attachTo(WorkerFactory.newInstance(bench.client)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("before start");
  }

  @Test
  void a_task_of_an_unknown_type_waits_without_an_attempt(Bench bench) {
    bench.started(
        bench.core().task("known", (input, context) -> json("{}")),
        bench.linear("a", Node.task("one", "known"), Node.task("two", "unknown")));

    bench.broker.send(bench.event("e-1", "{}"));
    bench.broker.awaitSettled(Bench.LONGEST);
    String workflowId = bench.workflowId("a", "e-1");
    Awaitility.await()
        .atMost(Bench.LONGEST)
        .until(
            () ->
                !bench.history(workflowId, EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED).isEmpty());

    var pending =
        bench
            .client
            .getWorkflowServiceStubs()
            .blockingStub()
            .describeWorkflowExecution(
                DescribeWorkflowExecutionRequest.newBuilder()
                    .setNamespace(bench.client.getOptions().getNamespace())
                    .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflowId))
                    .build())
            .getPendingActivitiesList();
    assertThat(pending)
        .singleElement()
        .satisfies(
            activity ->
                assertThat(activity.getState())
                    .isEqualTo(PendingActivityState.PENDING_ACTIVITY_STATE_SCHEDULED));
  }

  @Test
  void tasks_and_their_compensations_may_have_queues_of_their_own(Bench bench) {
    List<String> done = Collections.synchronizedList(new ArrayList<>());
    bench.started(
        bench
            .core()
            .task(
                "noop",
                (input, context) -> {
                  done.add(context.node());
                  return input;
                })
            .task(
                "fail",
                (input, context) -> {
                  throw new TaskFailedException("x", "y");
                }),
        bench.linear(
            "a",
            Node.task("one", "noop")
                .taskQueue(bench.own("other"))
                .compensate(new Compensation("noop", null, null, null, bench.own("third"))),
            Node.task("two", "fail")));

    bench.run("a", "e-1", "{}");

    assertThat(done).containsExactly("one", "one");
    assertThat(
            bench.history(
                bench.workflowId("a", "e-1"), EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED))
        .extracting(
            event -> event.getActivityTaskScheduledEventAttributes().getTaskQueue().getName())
        .containsExactly(bench.own("other"), bench.own("queue"), bench.own("third"));
  }

  @Test
  void close_lets_a_running_task_end_and_may_be_called_twice(Bench bench) {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    ActivityCore core =
        bench.started(
            bench
                .core()
                .task(
                    "slow",
                    (input, context) -> {
                      running.countDown();
                      boolean interrupted = new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS);
                      ended.countDown();
                      return json("" + interrupted);
                    }),
            bench.linear("a", Node.task("one", "slow")));
    bench.broker.send(bench.event("e-1", "{}"));
    Awaitility.await().atMost(Bench.LONGEST).until(() -> running.getCount() == 0);

    core.close();
    core.close();

    assertThat(ended.getCount()).isZero();
    assertThat(bench.broker.published())
        .extracting(EventEnvelope::type)
        .contains("RunStarted", "TaskCreated");
  }

  @Test
  void a_closed_core_does_not_start(Bench bench) {
    ActivityCore core =
        bench.built(
            bench.core().task("noop", (input, context) -> input),
            bench.linear("a", Node.task("one", "noop")));
    core.close();

    assertThatThrownBy(core::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }
}
