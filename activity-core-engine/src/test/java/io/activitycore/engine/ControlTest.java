package io.activitycore.engine;

import static io.activitycore.engine.Bench.ONCE;
import static io.activitycore.engine.Bench.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.definition.Compensation;
import io.activitycore.definition.Node;
import io.activitycore.handler.TaskFailedException;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore.RunRecord;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pause, resume, terminate, redrive. */
@ExtendWith(InProcessTemporal.class)
class ControlTest {

  @Test
  void a_paused_run_starts_nothing_until_it_is_resumed(Bench bench) {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ActivityCore core =
        bench.started(
            bench
                .core()
                .task(
                    "hold",
                    (input, context) -> {
                      running.countDown();
                      return json("" + go.await(Bench.LONGEST.toSeconds(), TimeUnit.SECONDS));
                    })
                .task("note", (input, context) -> input),
            bench.linear("a", Node.task("one", "hold"), Node.task("two", "note")));
    bench.broker.send(bench.event("e-1", "{}"));
    await().atMost(Bench.LONGEST).until(() -> running.getCount() == 0);

    assertThat(core.runs().progress(bench.own("a"), "e-1").path("attempts"))
        .isEqualTo(json("[{'task': 'hold', 'attempt': 1}]"));
    assertThat(core.runs().pause(bench.own("a"), "e-1").path("paused").asBoolean()).isTrue();
    go.countDown();
    await()
        .atMost(Bench.LONGEST)
        .untilAsserted(
            () ->
                assertThat(core.runs().progress(bench.own("a"), "e-1").path("waiting_for"))
                    .isEqualTo(json("{'two': 'its turn'}")));
    core.runs().resume(bench.own("a"), "e-1");

    assertThat(bench.outcome("a", "e-1")).isEqualTo(RunOutcome.COMPLETED);
    assertThatThrownBy(() -> core.runs().pause(bench.own("a"), "e-1"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> core.runs().pause(bench.own("a"), "nothing"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_failed_run_goes_on_from_where_it_stood(Bench bench) {
    List<String> done = new CopyOnWriteArrayList<>();
    AtomicBoolean broken = new AtomicBoolean(true);
    ActivityCore core =
        bench.started(
            bench
                .core()
                .task(
                    "note",
                    (input, context) -> {
                      done.add(context.taskInstanceId());
                      return json("{'n': " + done.size() + "}");
                    })
                .task("undo", (input, context) -> json("{}"))
                .task(
                    "break",
                    (input, context) -> {
                      if (broken.get()) {
                        throw new TaskFailedException("broken", "on purpose");
                      }
                      return input;
                    }),
            bench.linear(
                "a",
                Node.task("one", "note"),
                Node.task("two", "note").compensate(Compensation.of("undo")),
                Node.task("three", "break").input(json("{'of': '{{ one.n }}'}")).retry(ONCE)));
    assertThat(bench.run("a", "e-1", "{}").outcome()).isEqualTo(RunOutcome.FAILED);
    broken.set(false);

    String id = core.runs().redrive(bench.own("a"), "e-1");

    assertThat(id).isEqualTo(bench.workflowId("a", "e-1") + "~r2");
    bench.closed(id);
    RunRecord run = core.run(bench.own("a"), "e-1").orElseThrow();
    assertThat(run.outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(run.generation()).isEqualTo(2);
    String base = bench.workflowId("a", "e-1");
    assertThat(done).containsExactly(base + "/one", base + "/two", base + "/two~r2");
    assertThat(run.audit().path("tasks").get(2).path("input")).isEqualTo(json("{'of': 1}"));
    assertThatThrownBy(() -> core.runs().redrive(bench.own("a"), "e-1"))
        .isInstanceOf(IllegalStateException.class);
    bench.broker.send(bench.event("e-1", "{}"));
    bench.broker.awaitSettled(Bench.LONGEST);
    assertThat(done).hasSize(3);
  }

  @Test
  void a_terminated_run_is_recorded_and_can_be_redriven(Bench bench) {
    List<String> done = new CopyOnWriteArrayList<>();
    ActivityCore core =
        bench.started(
            bench
                .core()
                .task(
                    "note",
                    (input, context) -> {
                      done.add(context.node());
                      return input;
                    }),
            bench.yaml(
                "a",
                """
                graph:
                  nodes:
                    - { id: one, task: note }
                    - { id: pause, wait: { for: "{{ payload.wait }}" } }
                    - { id: two, task: note }
                  edges:
                    - { to: one, type: start }
                    - { from: one, to: pause }
                    - { from: pause, to: two }
                """));
    bench.broker.send(bench.event("e-1", "{'wait': '2s'}"));
    await()
        .atMost(Bench.LONGEST)
        .until(
            () ->
                core.run(bench.own("a"), "e-1").isPresent()
                    && waitingFor(core, bench).has("pause"));

    core.runs().terminate(bench.own("a"), "e-1", "by hand");
    assertThat(core.run(bench.own("a"), "e-1").orElseThrow().outcome())
        .isEqualTo(RunOutcome.TERMINATED);
    bench.closed(core.runs().redrive(bench.own("a"), "e-1"));

    assertThat(core.run(bench.own("a"), "e-1").orElseThrow().outcome())
        .isEqualTo(RunOutcome.COMPLETED);
    assertThat(done).containsExactly("one", "two");
  }

  private static JsonNode waitingFor(ActivityCore core, Bench bench) {
    return core.runs().progress(bench.own("a"), "e-1").path("waiting_for");
  }
}
