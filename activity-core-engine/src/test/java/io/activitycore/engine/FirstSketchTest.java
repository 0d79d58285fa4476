package io.activitycore.engine;

import static io.activitycore.engine.Bench.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Compensation;
import io.activitycore.definition.ContextEntry;
import io.activitycore.definition.Edge;
import io.activitycore.definition.Graph;
import io.activitycore.definition.LineMap;
import io.activitycore.definition.Node;
import io.activitycore.definition.Rule;
import io.activitycore.engine.internal.check.SaveCheck;
import io.activitycore.engine.internal.expression.CachedExpressions;
import io.activitycore.engine.internal.run.Programs;
import io.activitycore.engine.internal.run.RunActivity;
import io.activitycore.engine.internal.run.RunActivityWorkflow;
import io.activitycore.expression.ExpressionEngine;
import io.activitycore.run.Decision;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore.RunRecord;
import io.activitycore.spi.Store;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cases that broke the first sketch of the design. */
@ExtendWith(InProcessTemporal.class)
class FirstSketchTest {

  private static final String BIG = "x".repeat(1_258_291); // 1.2 MiB

  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger undone = new AtomicInteger();

  private ActivityCore.Builder core(Bench bench, Store store) {
    return bench
        .core()
        .store(store)
        .task(
            "do",
            (input, context) -> {
              done.incrementAndGet();
              return json("{}");
            })
        .task(
            "undo",
            (input, context) -> {
              undone.incrementAndGet();
              return json("{}");
            });
  }

  private static ActivityDefinition saga(Bench bench) {
    return bench.linear("a", Node.task("one", "do").compensate(Compensation.of("undo")));
  }

  private static void lost() {
    throw new IllegalStateException("the answer is lost");
  }

  @ParameterizedTest
  @ValueSource(strings = {"prepare", "finish"})
  void an_answer_lost_after_the_commit_leaves_one_run(String method, Bench bench) {
    Store store = HaltingStore.after(method, bench.store, FirstSketchTest::lost);
    ActivityCore core = bench.started(core(bench, store), saga(bench));

    RunRecord run = bench.run("a", "e-1", "{}");

    assertThat(run.outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(bench.closed(bench.workflowId("a", "e-1")))
        .isEqualTo(json("{'outcome': 'COMPLETED'}"));
    assertThat(core.explain("e-1").decisions())
        .extracting(Decision::kind)
        .containsExactly(Decision.Kind.STARTED);
    assertThat(done).hasValue(1);
  }

  /** The worker is stopped where it stands; another one takes the run over. */
  private void halted(String method, Bench bench, boolean cancel) throws InterruptedException {
    CountDownLatch committed = new CountDownLatch(1);
    Store halting =
        HaltingStore.after(
            method,
            bench.store,
            () -> {
              if (cancel) {
                bench.client.newUntypedWorkflowStub(bench.workflowId("a", "e-1")).cancel();
              }
              committed.countDown();
              new CountDownLatch(1).await(); // until the worker is shut down
            });
    WorkerFactory factory =
        WorkerFactory.newInstance(
            bench.client,
            WorkerFactoryOptions.newBuilder()
                .setWorkerInterceptors(new ActivityCoreInterceptor())
                .build());
    ActivityCore first = bench.built(core(bench, halting), saga(bench));
    first.attachTo(factory);
    factory.start();
    first.start();
    bench.broker.send(bench.event("e-1", "{}"));
    await().atMost(Bench.LONGEST).until(() -> committed.getCount() == 0);
    factory.shutdownNow();
    bench.started(core(bench, bench.store), saga(bench));
    // Temporal gives the halted worker's workflow task 10 s before another worker gets it.
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> bench.closed(bench.workflowId("a", "e-1")) != null);
  }

  @Test
  void a_worker_halted_after_prepares_commit_does_not_see_its_own_row_as_a_duplicate(Bench bench)
      throws InterruptedException {
    halted("prepare", bench, false);

    assertThat(bench.outcome("a", "e-1")).isEqualTo(RunOutcome.COMPLETED);
    assertThat(done).hasValue(1);
    assertThat(bench.store.decisions().find("default", "e-1"))
        .extracting(Decision::kind)
        .contains(Decision.Kind.STARTED)
        .doesNotContain(Decision.Kind.DUPLICATE);
  }

  @Test
  void a_cancel_that_overtakes_a_committed_finish_changes_nothing(Bench bench)
      throws InterruptedException {
    halted("finish", bench, true);

    assertThat(bench.outcome("a", "e-1")).isEqualTo(RunOutcome.COMPLETED);
    assertThat(done).hasValue(1);
    assertThat(undone).hasValue(0);
  }

  @Test
  void a_cancel_between_finish_and_its_answer_changes_nothing(Bench bench) {
    String id = bench.workflowId("a", "e-1");
    Store store =
        HaltingStore.after(
            "finish", bench.store, () -> bench.client.newUntypedWorkflowStub(id).cancel());
    bench.started(core(bench, store), saga(bench));

    assertThat(bench.run("a", "e-1", "{}").outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(undone).hasValue(0);
  }

  /** 100 conditions and 190 sets of ten, 2,000 in all, which become ready together. */
  private static ActivityDefinition expressions(Bench bench) {
    List<Node> nodes = new ArrayList<>(List.of(Node.set("first", json("{}"))));
    List<Edge> edges = new ArrayList<>(List.of(Edge.start("first")));
    nodes.add(Node.set("last", json("{}")));
    for (int i = 0; i < 100; i++) {
      nodes.add(
          Node.condition("c" + i, "payload.n > " + i + " && payload.list.all(x, x != -" + i + ")"));
      edges.add(Edge.of("first", "c" + i));
      edges.add(Edge.of("c" + i, "last", Edge.Type.TRUE_BRANCH));
    }
    for (int i = 0; i < 190; i++) {
      ObjectNode values = (ObjectNode) json("{}");
      for (int j = 0; j < 10; j++) {
        values.put("v" + j, "{{ payload.n + " + (10 * i + j) + " }}");
      }
      nodes.add(Node.set("s" + i, values));
      edges.add(Edge.of("first", "s" + i));
    }
    return bench.activity("a").graph(new Graph(nodes, edges)).build();
  }

  @Test
  void two_thousand_expressions_do_not_block_a_workflow_thread(Bench bench) throws Exception {
    ActivityDefinition definition = expressions(bench);
    bench.started(bench.core(), definition);

    RunRecord run = bench.run("a", "e-1", "{'n': 1000, 'list': [1, 2, 3]}");

    assertThat(run.outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(run.audit().get("order")).hasSize(292);
    assertThat(
            bench.history(bench.workflowId("a", "e-1"), EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED))
        .isEmpty();
    ExpressionEngine loaded = CachedExpressions.find();
    assertThat(SaveCheck.problems(definition, "a", LineMap.NONE, loaded)).isEmpty();
    replay(bench, loaded);
  }

  /** On a worker that has loaded the definitions, but has not prepared the run. */
  private static void replay(Bench bench, ExpressionEngine expressions) throws Exception {
    Worker worker = WorkerFactory.newInstance(bench.client).newWorker(bench.own("replay"));
    worker.registerWorkflowImplementationFactory(
        RunActivity.class, () -> new RunActivityWorkflow(new Programs(expressions)));
    worker.replayWorkflowExecution(bench.client.fetchHistory(bench.workflowId("a", "e-1")));
  }

  @Test
  void arguments_of_more_than_a_mebibyte_do_not_end_the_run(Bench bench) {
    bench.started(
        bench
            .core()
            .resolver("size", input -> json("" + input.get("text").asText().length()))
            .task("echo", (input, context) -> json("" + input.get("text").asText().length())),
        bench
            .activity("a")
            .context("size", new ContextEntry("size", json("'{{ payload }}'")))
            .rules(
                Rule.always(
                    Node.task("one", "echo").input(json("'{{ payload }}'")).build(),
                    Node.set("sum", json("{'both': '{{ one + size }}'}"))))
            .build());

    RunRecord run = bench.run("a", "e-1", "{'text': '" + BIG + "'}");

    assertThat(run.outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(run.audit().at("/context/size").asInt()).isEqualTo(BIG.length());
    assertThat(run.audit().at("/tasks/0/input/text").asText()).hasSize(BIG.length());
    assertThat(bench.history(bench.workflowId("a", "e-1"), EventType.EVENT_TYPE_MARKER_RECORDED))
        .hasSize(2)
        .extracting(HistoryEvent::getSerializedSize)
        .allSatisfy(size -> assertThat(size).isLessThan(20_000));
  }
}
