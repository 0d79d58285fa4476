package io.activitycore.engine;

import static io.activitycore.engine.Bench.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.handler.TaskFailedException;
import io.activitycore.handler.TaskHandler;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore.RunRecord;
import io.temporal.api.enums.v1.EventType;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs that start runs, and tasks without a queue. */
@ExtendWith(InProcessTemporal.class)
class ChildRunTest {

  private static ActivityCore core(Bench bench, String run) {
    return bench.started(
        bench
            .core()
            .task("note", (input, context) -> input)
            .task(
                "pay",
                (input, context) -> {
                  if (input.path("amount").asInt() < 0) {
                    throw new TaskFailedException("negative", "nothing to pay");
                  }
                  return input;
                }),
        bench.yaml(
            "parent",
            """
            graph:
              nodes:
                - { id: child, run: %s, on_error: { route: failed } }
                - { id: after, task: note, input: { outcome: "{{ child.outcome }}" } }
                - { id: failed, task: note, input: { why: "{{ errors.child.message }}" } }
              edges:
                - { to: child, type: start }
                - { from: child, to: after }
            """
                .formatted(run)),
        bench
            .activity("child")
            .trigger(io.activitycore.definition.Trigger.byHand())
            .rules(
                io.activitycore.definition.Rule.always(
                    io.activitycore.definition.Node.task("pay", "pay")
                        .input(
                            json(
                                "{'amount': '{{ payload.amount }}', 'kind': '{{ trigger.kind }}'}"))
                        .build()))
            .build());
  }

  private static String child(Bench bench) {
    return "{ activity: " + bench.own("child") + ", input: { amount: \"{{ payload.amount }}\" } }";
  }

  @Test
  void a_run_waits_for_the_run_it_starts(Bench bench) {
    ActivityCore core = core(bench, child(bench));

    RunRecord run = bench.run("parent", "e-1", "{'amount': 7}");

    assertThat(run.outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(run.audit().path("tasks").get(0).path("input"))
        .isEqualTo(json("{'outcome': 'COMPLETED'}"));
    String key = "run-" + bench.workflowId("parent", "e-1") + "/child";
    RunRecord child = core.run(bench.own("child"), key).orElseThrow();
    assertThat(child.outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(child.audit().path("tasks").get(0).path("input"))
        .isEqualTo(json("{'amount': 7, 'kind': 'run'}"));
  }

  @Test
  void a_run_that_fails_fails_the_node_that_waits_for_it(Bench bench) {
    core(bench, child(bench));

    RunRecord run = bench.run("parent", "e-1", "{'amount': -1}");

    assertThat(run.outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(run.audit().path("tasks").get(0).path("input").path("why").asText())
        .contains("pay failed: negative");
  }

  @Test
  void an_activity_that_does_not_exist_fails_the_node(Bench bench) {
    core(bench, "{ activity: nowhere }");

    RunRecord run = bench.run("parent", "e-1", "{}");

    assertThat(run.audit().path("tasks").get(0).path("input").path("why").asText())
        .isEqualTo("there is no activity nowhere");
  }

  @Test
  void nobody_waits_where_the_definition_says_so(Bench bench) {
    core(bench, child(bench).replace("{ activity", "{ wait: false, activity"));

    RunRecord run = bench.run("parent", "e-1", "{'amount': -1}");

    assertThat(run.audit().path("tasks").get(0).path("input"))
        .isEqualTo(json("{'outcome': 'STARTED'}"));
  }

  /** Handlers without a queue. */
  public static final class Local {
    /** Answers at once. */
    @TaskHandler(value = "local.double", local = true)
    public Map<String, Integer> twice(Map<String, Integer> input) {
      return Map.of("n", 2 * input.getOrDefault("n", 0));
    }
  }

  @Test
  void a_local_task_costs_one_history_event(Bench bench) {
    bench.started(
        bench.core().register(new Local()),
        bench.yaml(
            "a",
            "rules: [ { tasks: [ { id: twice, task: local.double, input: { n: '{{ payload.n }}' } }"
                + " ] } ]"));

    RunRecord run = bench.run("a", "e-1", "{'n': 4}");

    assertThat(run.audit().path("tasks").get(0).path("result")).isEqualTo(json("{'n': 8}"));
    assertThat(
            bench.history(
                bench.workflowId("a", "e-1"), EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED))
        .isEmpty();
    assertThat(bench.history(bench.workflowId("a", "e-1"), EventType.EVENT_TYPE_MARKER_RECORDED))
        .hasSize(3);
  }
}
