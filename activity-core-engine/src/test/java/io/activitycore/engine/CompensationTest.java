package io.activitycore.engine;

import static io.activitycore.engine.Bench.ONCE;
import static io.activitycore.engine.Bench.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Compensation;
import io.activitycore.definition.Edge;
import io.activitycore.definition.Graph;
import io.activitycore.definition.Node;
import io.activitycore.definition.OnError;
import io.activitycore.definition.TaskNodeBuilder;
import io.activitycore.definition.Timeouts;
import io.activitycore.event.EventEnvelope;
import io.activitycore.handler.TaskCancelledException;
import io.activitycore.handler.TaskContext;
import io.activitycore.handler.TaskFailedException;
import io.activitycore.handler.TaskFunction;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore.RunRecord;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a failure, a timeout or a cancel request leaves behind. */
@ExtendWith(InProcessTemporal.class)
class CompensationTest {

  private final List<String> done = new CopyOnWriteArrayList<>();

  private ActivityCore.Builder core(Bench bench) {
    return bench
        .core()
        .task("do", (input, context) -> note("do", context))
        .task("undo", (input, context) -> note("undo", context))
        .task("fail", CompensationTest::fail);
  }

  private JsonNode note(String what, TaskContext context) {
    done.add(what + " " + context.node());
    return json("{'id': '" + context.node() + "'}");
  }

  private static JsonNode fail(JsonNode input, TaskContext context) {
    throw new TaskFailedException("broken", "on purpose");
  }

  private static TaskNodeBuilder undoable(String id) {
    return Node.task(id, "do").compensate(Compensation.of("undo"));
  }

  @Test
  void a_failure_undoes_what_was_done_last_first(Bench bench) {
    bench.started(
        core(bench),
        bench.linear(
            "a",
            undoable("one"),
            undoable("two"),
            Node.task("three", "fail").compensate(Compensation.of("undo")).retry(ONCE)));

    RunRecord run = bench.run("a", "e-1", "{}");

    assertThat(run.outcome()).isEqualTo(RunOutcome.FAILED);
    assertThat(done).containsExactly("do one", "do two", "undo two", "undo one");
    assertThat(run.audit().get("compensations").findValuesAsText("node"))
        .containsExactly("two", "one");
    assertThat(run.audit().get("compensations").findValuesAsText("outcome"))
        .containsOnly("COMPLETED");
    assertThat(bench.published(9))
        .extracting(EventEnvelope::type)
        .containsSubsequence("TaskFailed", "RunFailed", "RunCompensated")
        .doesNotContain("RunCompleted");
  }

  @Test
  void a_compensation_has_its_own_instance_id_and_may_use_the_result(Bench bench) {
    List<String> seen = new CopyOnWriteArrayList<>();
    bench.started(
        core(bench)
            .task(
                "undo_by_id",
                (input, context) -> {
                  seen.add(context.taskInstanceId() + " " + input);
                  return input;
                }),
        bench.linear(
            "a",
            Node.task("one", "do")
                .compensate(Compensation.of("undo_by_id", json("{'id': '{{ one.id }}'}"))),
            Node.task("two", "fail").retry(ONCE)));

    bench.run("a", "e-1", "{}");

    assertThat(seen)
        .containsExactly(bench.workflowId("a", "e-1") + "/one~compensate {\"id\":\"one\"}");
  }

  @Test
  void a_failed_compensation_is_recorded_and_the_others_go_on(Bench bench) {
    bench.started(
        core(bench),
        bench.linear(
            "a",
            undoable("one"),
            Node.task("two", "do").compensate(new Compensation("fail", null, ONCE, null, null)),
            Node.task("three", "fail").retry(ONCE)));

    RunRecord run = bench.run("a", "e-1", "{}");

    assertThat(done).containsExactly("do one", "do two", "undo one");
    assertThat(run.audit().get("compensations").findValuesAsText("outcome"))
        .containsExactly("FAILED", "COMPLETED");
  }

  @Test
  void on_error_continue_goes_on_and_completes(Bench bench) {
    bench.started(
        core(bench),
        bench.linear(
            "a",
            undoable("one"),
            Node.task("two", "fail").retry(ONCE).onError(OnError.CONTINUE),
            Node.task("three", "do")));

    RunRecord run = bench.run("a", "e-1", "{}");

    assertThat(run.outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(done).containsExactly("do one", "do three");
    assertThat(bench.published(5))
        .extracting(EventEnvelope::type)
        .contains("TaskFailed", "RunCompleted");
  }

  @Test
  void on_error_route_takes_the_route_only(Bench bench) {
    bench.started(
        core(bench),
        bench
            .activity("a")
            .graph(
                new Graph(
                    List.of(
                        Node.task("one", "fail")
                            .retry(ONCE)
                            .onError(new OnError.Route("rescue"))
                            .build(),
                        Node.task("next", "do").build(),
                        Node.task("rescue", "do")
                            .input(json("{'why': '{{ errors.one.message }}'}"))
                            .build()),
                    List.of(Edge.start("one"), Edge.of("one", "next"))))
            .build());

    RunRecord run = bench.run("a", "e-1", "{}");

    assertThat(run.outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(done).containsExactly("do rescue");
    assertThat(run.audit().at("/tasks/1/input")).isEqualTo(json("{'why': 'on purpose'}"));
    assertThat(run.audit().get("skipped").has("next")).isTrue();
  }

  @Test
  void a_task_that_timed_out_may_have_worked_and_is_undone(Bench bench) {
    CountDownLatch end = new CountDownLatch(1);
    TaskFunction slow =
        (input, context) -> {
          boolean ended = end.await(Bench.LONGEST.toSeconds(), TimeUnit.SECONDS);
          return json("{'ended': " + ended + "}");
        };
    bench.started(
        core(bench).task("slow", slow),
        bench.linear(
            "a",
            undoable("one"),
            Node.task("two", "slow")
                .compensate(Compensation.of("undo"))
                .retry(ONCE)
                .timeouts(Timeouts.startToClose(Duration.ofMillis(500)))));

    RunRecord run = bench.run("a", "e-1", "{}");
    end.countDown();

    assertThat(run.outcome()).isEqualTo(RunOutcome.FAILED);
    assertThat(run.audit().at("/tasks/1/outcome").asText()).isEqualTo("UNKNOWN");
    assertThat(run.audit().get("reason").asText()).isEqualTo("two failed: timeout: start_to_close");
    assertThat(done).containsExactly("do one", "undo two", "undo one");
  }

  private ActivityDefinition cancellable(Bench bench) {
    return bench.linear(
        "a",
        undoable("one"),
        Node.task("two", "watch")
            .compensate(Compensation.of("undo"))
            .timeouts(new Timeouts(Duration.ofMinutes(1), null, null, Duration.ofSeconds(1))),
        undoable("three"));
  }

  @Test
  void a_cancel_request_stops_what_runs_and_undoes_it(Bench bench) {
    CountDownLatch running = new CountDownLatch(1);
    bench.started(
        core(bench)
            .task(
                "watch",
                (input, context) -> {
                  running.countDown();
                  CountDownLatch pause = new CountDownLatch(1);
                  while (!pause.await(20, TimeUnit.MILLISECONDS)) {
                    context.heartbeat(null);
                  }
                  return input;
                }),
        cancellable(bench));
    bench.broker.send(bench.event("e-1", "{}"));
    await().atMost(Bench.LONGEST).until(() -> running.getCount() == 0);

    WorkflowStub workflow = bench.client.newUntypedWorkflowStub(bench.workflowId("a", "e-1"));
    workflow.cancel();

    RunRecord run = bench.ended("a", "e-1");
    assertThat(run.outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(run.audit().at("/tasks/1/outcome").asText()).isEqualTo("UNKNOWN");
    assertThat(done).containsExactly("do one", "undo two", "undo one");
    assertThat(
            bench.history(
                bench.workflowId("a", "e-1"), EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED))
        .hasSize(1);
  }

  @Test
  void a_task_that_completes_after_the_cancel_request_has_worked_and_is_undone(Bench bench) {
    CountDownLatch running = new CountDownLatch(1);
    bench.started(
        core(bench)
            .task(
                "watch",
                (input, context) -> {
                  running.countDown();
                  CountDownLatch pause = new CountDownLatch(1);
                  while (!context.isCancelled() && !pause.await(20, TimeUnit.MILLISECONDS)) {
                    try {
                      context.heartbeat(null);
                    } catch (TaskCancelledException e) {
                      done.add("cancelled but completed");
                    }
                  }
                  return json("{'late': true}");
                }),
        cancellable(bench));
    bench.broker.send(bench.event("e-1", "{}"));
    await().atMost(Bench.LONGEST).until(() -> running.getCount() == 0);

    bench.client.newUntypedWorkflowStub(bench.workflowId("a", "e-1")).cancel();

    RunRecord run = bench.ended("a", "e-1");
    assertThat(run.outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(run.audit().at("/tasks/1/outcome").asText()).isEqualTo("COMPLETED");
    assertThat(done).containsExactly("do one", "cancelled but completed", "undo two", "undo one");
  }

  @Test
  void a_run_that_was_cancelled_before_it_began_is_recorded_and_does_nothing(Bench bench) {
    ActivityCore unserved = bench.built(core(bench), bench.linear("a", undoable("one")));
    unserved.trigger(bench.own("a"), "k", json("{}"));
    bench.client.newUntypedWorkflowStub(bench.workflowId("a", "manual-k")).cancel();

    unserved.start();

    RunRecord run = bench.ended("a", "manual-k");
    assertThat(run.outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(done).isEmpty();
    assertThat(run.audit().get("tasks")).isEmpty();
  }
}
