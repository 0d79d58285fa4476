package io.activitycore.engine;

import static io.activitycore.engine.Bench.ONCE;
import static io.activitycore.engine.Bench.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Compensation;
import io.activitycore.definition.ContextEntry;
import io.activitycore.definition.Edge;
import io.activitycore.definition.Graph;
import io.activitycore.definition.Node;
import io.activitycore.definition.Rule;
import io.activitycore.definition.Timeouts;
import io.activitycore.engine.internal.expression.CachedExpressions;
import io.activitycore.engine.internal.run.Programs;
import io.activitycore.engine.internal.run.RunActivity;
import io.activitycore.engine.internal.run.RunActivityWorkflow;
import io.activitycore.handler.TaskContext;
import io.activitycore.handler.TaskFailedException;
import io.activitycore.run.RunOutcome;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Replays histories that earlier builds wrote. A change that breaks one would break runs that are
 * under way. {@code -Dtest=RunActivityReplayTest -Dhistories.write=true} writes them anew.
 */
@ExtendWith(InProcessTemporal.class)
class RunActivityReplayTest {

  @BeforeAll
  static void loadTheClassesOfTheEngine() {
    CachedExpressions.find().compile("1 == 1", List.of());
  }

  /** Expressions and programs are compiled anew: as on a worker that never saw the definition. */
  private static Worker coldWorker(Bench bench) {
    Worker worker = WorkerFactory.newInstance(bench.client).newWorker(bench.own("replay"));
    worker.registerWorkflowImplementationFactory(
        RunActivity.class, () -> new RunActivityWorkflow(new Programs(CachedExpressions.find())));
    return worker;
  }

  private static Path file(String name) {
    return Path.of("src/test/resources/histories", name + ".json");
  }

  private static WorkflowExecutionHistory history(String json) {
    return WorkflowExecutionHistory.fromJson(json);
  }

  @ParameterizedTest
  @ValueSource(strings = {"linear", "when", "for_each", "compensation", "cancel"})
  void a_recorded_history_replays_with_cold_caches(String name, Bench bench) throws Exception {
    if (Boolean.getBoolean("histories.write")) {
      write(name, bench);
    }
    coldWorker(bench).replayWorkflowExecution(history(Files.readString(file(name))));
  }

  @ParameterizedTest
  @EnumSource
  void a_recorded_history_of_every_node_and_edge_replays_with_cold_caches(
      RecordedRuns run, Bench bench) throws Exception {
    if (Boolean.getBoolean("histories.write")) {
      run.run(bench);
      write(run.id(), run.workflowId(bench), bench);
    }
    coldWorker(bench).replayWorkflowExecution(history(Files.readString(file(run.id()))));
  }

  /** Recorded on a real server by {@code ScheduledRunsIT}; the test server has no schedules. */
  @ParameterizedTest
  @ValueSource(strings = {"schedule", "compress"})
  void a_recorded_history_of_a_scheduled_run_replays_with_cold_caches(String name, Bench bench)
      throws Exception {
    coldWorker(bench).replayWorkflowExecution(history(Files.readString(file(name))));
  }

  /** Recorded on a real server by {@code ContinueAsNewIT}. */
  @ParameterizedTest
  @ValueSource(strings = {"continued", "continuation"})
  void a_recorded_run_over_two_executions_replays_with_cold_caches(String name, Bench bench)
      throws Exception {
    coldWorker(bench).replayWorkflowExecution(history(Files.readString(file(name))));
  }

  /** The first execution follows version 1; the second one was told of version 2 by it. */
  @Test
  void a_recorded_change_of_version_replays_with_cold_caches(Bench bench) throws Exception {
    if (Boolean.getBoolean("histories.write")) {
      Upgrade upgrade = new Upgrade(bench, "on_continue");
      upgrade.play();
      WorkflowExecutionHistory second = bench.client.fetchHistory(upgrade.workflowId());
      String first =
          second
              .getEvents()
              .get(0)
              .getWorkflowExecutionStartedEventAttributes()
              .getContinuedExecutionRunId();
      write("upgrade", bench.client.fetchHistory(upgrade.workflowId(), first));
      write("upgraded", second);
    }
    for (String name : List.of("upgrade", "upgraded")) {
      coldWorker(bench).replayWorkflowExecution(history(Files.readString(file(name))));
    }
  }

  @Test
  void another_course_would_be_noticed(Bench bench) throws IOException {
    String recorded = Files.readString(file("when"));
    String changed = recorded.replace("\"name\": \"first\"", "\"name\": \"second\"");
    assertThat(changed).isNotEqualTo(recorded);

    assertThatThrownBy(() -> coldWorker(bench).replayWorkflowExecution(history(changed)))
        .hasStackTraceContaining("[TMPRL1100]");
  }

  private static ActivityCore.Builder core(Bench bench) {
    return bench
        .core()
        .resolver("crm", input -> json("{'name': 'Ada', 'tier': 'gold'}"))
        .task("first", (input, context) -> json("{'id': 1}"))
        .task("second", (input, context) -> input)
        .task("undo", (input, context) -> input)
        .task(
            "fail",
            (input, context) -> {
              throw new TaskFailedException("broken", "on purpose");
            });
  }

  private static ActivityDefinition definition(String name, Bench bench) {
    return switch (name) {
      case "linear" -> linear(bench);
      case "when" -> when(bench);
      case "for_each" -> forEach(bench);
      case "compensation" -> compensation(bench);
      case "cancel" -> cancelled(bench);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static void write(String name, Bench bench) throws IOException {
    CountDownLatch running = new CountDownLatch(1);
    bench.started(
        core(bench).task("watch", (input, context) -> watch(running, context)),
        definition(name, bench));
    bench.broker.send(bench.event("e-1", "{'n': 7, 'items': [{'sku': 'a'}, {'sku': 'b'}, {}]}"));
    if (name.equals("cancel")) {
      await().atMost(Bench.LONGEST).until(() -> running.getCount() == 0);
      bench.client.newUntypedWorkflowStub(bench.workflowId(name, "e-1")).cancel();
    }
    bench.broker.awaitSettled(Bench.LONGEST);
    assertThat(bench.outcome(name, "e-1"))
        .isEqualTo(
            switch (name) {
              case "compensation" -> RunOutcome.FAILED;
              case "cancel" -> RunOutcome.CANCELLED;
              default -> RunOutcome.COMPLETED;
            });
    write(name, bench.workflowId(name, "e-1"), bench);
  }

  private static void write(String name, String workflowId, Bench bench) throws IOException {
    write(name, bench.client.fetchHistory(workflowId));
  }

  private static void write(String name, WorkflowExecutionHistory history) throws IOException {
    String json = history.toJson(true).replaceAll("(\"identity\": )\"[^\"]*\"", "$1\"recorder\"");
    Files.createDirectories(file(name).getParent());
    Files.writeString(file(name), json + "\n");
  }

  private static JsonNode watch(CountDownLatch running, TaskContext context)
      throws InterruptedException {
    running.countDown();
    CountDownLatch pause = new CountDownLatch(1);
    while (!pause.await(20, TimeUnit.MILLISECONDS)) {
      context.heartbeat(null);
    }
    return json("{}");
  }

  private static ActivityDefinition linear(Bench bench) {
    return bench
        .activity("linear")
        .context("customer", new ContextEntry("crm", json("{'n': '{{ payload.n }}'}")))
        .rules(
            Rule.always(
                Node.task("one", "first").build(),
                Node.task("two", "second")
                    .input(json("{'id': '{{ one.id }}', 'to': 'for {{ customer.name }}'}"))
                    .build()))
        .build();
  }

  private static ActivityDefinition when(Bench bench) {
    return bench
        .activity("when")
        .rules(
            Rule.when("payload.n > 100", Node.task("never", "second").build()),
            Rule.when("payload.n > 5", Node.task("one", "first").build()))
        .build();
  }

  private static ActivityDefinition forEach(Bench bench) {
    return bench
        .activity("for_each")
        .graph(
            new Graph(
                List.of(
                    Node.task("each", "second")
                        .forEach("payload.items", "item")
                        .maxConcurrency(2)
                        .input(json("{'item': '{{ item }}'}"))
                        .build(),
                    Node.task("last", "second").input(json("'{{ each }}'")).build()),
                List.of(Edge.start("each"), Edge.of("each", "last"))))
        .build();
  }

  private static ActivityDefinition compensation(Bench bench) {
    return bench.linear(
        "compensation",
        Node.task("one", "first")
            .compensate(Compensation.of("undo", json("{'id': '{{ one.id }}'}"))),
        Node.task("two", "second").compensate(Compensation.of("undo")),
        Node.task("three", "fail").retry(ONCE));
  }

  private static ActivityDefinition cancelled(Bench bench) {
    return bench.linear(
        "cancel",
        Node.task("one", "first").compensate(Compensation.of("undo")),
        Node.task("two", "watch")
            .compensate(Compensation.of("undo"))
            .timeouts(new Timeouts(Duration.ofMinutes(1), null, null, Duration.ofSeconds(1))));
  }
}
