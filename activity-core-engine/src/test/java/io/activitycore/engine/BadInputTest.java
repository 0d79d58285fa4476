package io.activitycore.engine;

import static io.activitycore.engine.Bench.ONCE;
import static io.activitycore.engine.Bench.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import io.activitycore.definition.Node;
import io.activitycore.handler.TaskHandler;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore.RunRecord;
import io.temporal.activity.DynamicActivity;
import io.temporal.api.enums.v1.EventType;
import io.temporal.common.converter.EncodedValues;
import io.temporal.worker.WorkerFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What only shows in a run fails the run with a reason that names the node, and never leaves a
 * workflow task that fails again and again. What is refused at load: GraphCheckTest,
 * ExpressionCheckTest.
 */
@ExtendWith(InProcessTemporal.class)
class BadInputTest {

  private static final int LIMIT = 1_000;

  private static void assertFailed(Bench bench, RunRecord run, String reason) {
    assertThat(run.outcome()).isEqualTo(RunOutcome.FAILED);
    assertThat(run.audit().get("reason").asText()).startsWith(reason);
    assertThat(bench.history(run.workflowId(), EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED))
        .isEmpty();
  }

  @Test
  void a_runaway_comprehension_fails_its_node(Bench bench) {
    bench.started(
        bench.core(),
        bench.yaml(
            "a",
            """
            graph:
              nodes:
                - { id: bomb, condition: "[1,2,3,4,5,6,7,8].all(a, payload.all(b, payload.all(c, payload.all(d, a + b + c + d > 0))))" }
                - { id: never, end: {} }
              edges: [ { to: bomb, type: start }, { from: bomb, to: never, type: true_branch } ]
            """));
    String list = "[" + "1,".repeat(999) + "1]";

    assertFailed(bench, bench.run("a", "e-1", list), "bomb failed: expression: ");
  }

  @Test
  void a_template_that_a_template_gives_is_text(Bench bench) {
    bench.started(
        bench.core().task("echo", (input, context) -> input),
        bench.linear(
            "a",
            Node.task("one", "echo").input(json("'{{ payload.text }}'")),
            Node.task("two", "echo").input(json("'again {{ one }}'"))));

    RunRecord run = bench.run("a", "e-1", "{'text': '{{ one }} {{ payload.text }}'}");

    assertThat(run.outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(run.audit().at("/tasks/1/result").asText())
        .isEqualTo("again {{ one }} {{ payload.text }}");
  }

  /** Points at itself. */
  public static final class Circle {
    /** Without end. */
    public Circle getSelf() {
      return this;
    }
  }

  /** A handler of it. */
  public static final class Circles {
    /** Gives one. */
    @TaskHandler("circle.draw")
    public Circle draw() {
      return new Circle();
    }
  }

  @Test
  void a_result_that_cannot_be_written_as_json_fails_its_node(Bench bench) {
    bench.started(
        bench.core().register(new Circles()), bench.linear("a", Node.task("one", "circle.draw")));

    assertFailed(
        bench,
        bench.run("a", "e-1", "{}"),
        "one failed: invalid_result: circle.draw: its result cannot be written as JSON");
  }

  @Test
  void a_tree_that_is_no_json_fails_its_node(Bench bench) {
    bench.started(
        bench.core().task("pojo", (input, context) -> new POJONode(new Circle())),
        bench.linear("a", Node.task("one", "pojo").retry(ONCE)));

    assertFailed(bench, bench.run("a", "e-1", "{}"), "one failed: ");
  }

  @Test
  void bytes_that_a_worker_of_another_kind_gives_fail_the_node(Bench bench) {
    foreign(bench, "not JSON".getBytes(StandardCharsets.UTF_8), "one failed: ");
  }

  @Test
  void a_result_over_the_nodes_limit_fails_it_whoevers_worker_gave_it(Bench bench) {
    foreign(
        bench,
        "x".repeat(LIMIT),
        "one failed: result_too_large: its result is 1002 bytes, expected at most 1000");
  }

  /** A worker that is not ours serves the queue, as one in another language would. */
  private static void foreign(Bench bench, Object result, String reason) {
    WorkerFactory factory = WorkerFactory.newInstance(bench.client);
    factory
        .newWorker(bench.own("foreign"))
        .registerActivitiesImplementations(
            (DynamicActivity)
                (EncodedValues arguments) -> {
                  arguments.get(0, JsonNode.class);
                  return result;
                });
    factory.start();
    try {
      bench.started(
          bench.core().task("noop", (input, context) -> input),
          bench.linear(
              "a",
              Node.task("one", "foreign")
                  .taskQueue(bench.own("foreign"))
                  .retry(ONCE)
                  .resultLimit(LIMIT)));
      assertFailed(bench, bench.run("a", "e-1", "{}"), reason);
    } finally {
      factory.shutdownNow();
    }
  }

  @Test
  void a_worker_that_gives_nothing_gives_null(Bench bench) {
    bench.started(
        bench.core().task("nothing", (input, context) -> json("null")),
        bench.linear("a", Node.task("one", "nothing")));

    RunRecord run = bench.run("a", "e-1", "{}");

    assertThat(run.outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(run.audit().at("/tasks/0/result").isNull()).isTrue();
  }
}
