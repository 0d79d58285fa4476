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

<<<<<<< HEAD
  /** A handler with its trigger. */
  public static final class Welcome {
    private final String greeting;

    /** Without a greeting. */
    public Welcome() {
      this("hello");
    }

    Welcome(String greeting) {
      this.greeting = greeting;
    }

    /** Greets. */
    @OnEvent(value = "user.created", where = "payload.age >= 18", id = "welcome")
    @TaskHandler("welcome.send")
    public Map<String, String> greet(Map<String, Object> user) {
      return Map.of("text", greeting + " " + user.get("name"));
    }
  }

  private static EventEnvelope user(String eventId, int age) {
    return new EventEnvelope(
        eventId,
        "user.created",
        "test",
        java.time.Instant.EPOCH,
        null,
        null,
        null,
        json("{'name': 'Ada', 'age': " + age + "}"),
        Map.of());
  }

  @Test
  void a_handler_with_on_event_needs_no_definition(Bench bench) {
    ActivityCore core = bench.started(bench.core().register(new Welcome()));

    bench.broker.send(user("on-event-adult", 30));
    bench.broker.send(user("on-event-child", 3));
    bench.broker.awaitSettled(Bench.LONGEST);

    bench.closed("activity-welcome:on-event-adult");
    RunRecord run = core.run("welcome", "on-event-adult").orElseThrow();
    assertThat(run.outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(run.audit().at("/tasks/0/result/text").asText()).isEqualTo("hello Ada");
    assertThat(core.explain("on-event-child").decisions())
        .singleElement()
        .satisfies(
            decision -> {
              assertThat(decision.kind()).isEqualTo(Decision.Kind.FILTERED);
              assertThat(decision.reason()).startsWith("where: expected \"payload.age >= 18\"");
            });
  }

  @Test
  void a_registered_class_comes_from_the_factory_wherever_that_stands(Bench bench) {
    InstanceFactory factory =
        new InstanceFactory() {
          @Override
          public <T> T instance(Class<T> type) {
            return type.cast(new Welcome("welcome"));
          }
        };
    ActivityCore core = bench.started(bench.core().register(Welcome.class).instances(factory));

    bench.broker.send(user("factory", 30));
    bench.broker.awaitSettled(Bench.LONGEST);
    bench.closed("activity-welcome:factory");

    assertThat(
            core.run("welcome", "factory")
                .orElseThrow()
                .audit()
                .at("/tasks/0/result/text")
                .asText())
        .isEqualTo("welcome Ada");
  }

  @Test
  void two_handlers_of_one_name_or_none_are_refused(Bench bench) {
    assertThatThrownBy(
            () ->
                bench
                    .core()
                    .task("welcome.send", (input, context) -> input)
                    .register(new Welcome())
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two handlers for welcome.send");
    assertThatThrownBy(() -> bench.core().register("no handler").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.String has no public method");
  }

  @Test
  void a_store_and_definitions_are_required(Bench bench) {
    assertThatThrownBy(() -> ActivityCore.builder(bench.client).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("InMemoryStore.create()");
    assertThatThrownBy(() -> bench.core().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no definitions");
  }

  @Test
  void a_wrong_definition_is_refused_with_its_place_and_the_others_run(
      Bench bench, @TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("bad.yaml"),
        """
        id: bad
        trigger: { event: { type: t } }
        rules:
          - tasks:
              - { id: one, task: noop, input: { x: "{{ payload. }}" } }
        """);
    Files.writeString(folder.resolve("broken.yaml"), "id: broken\ntrigger: {}\n");
    Files.writeString(
        folder.resolve("good.yaml"),
        """
        id: %s
        task_queue: %s
        trigger: { event: { type: %s } }
        rules:
          - tasks: [ { id: one, task: noop } ]
        """
            .formatted(bench.own("a"), bench.own("queue"), bench.own("type")));
    ActivityCore core =
        bench.started(
            bench
                .core()
                .task("noop", (input, context) -> input)
                .definitions(Definitions.fromDirectory(folder)));

    assertThat(bench.run("a", "e-1", "{}").outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(core.problems())
        .anySatisfy(
            problem -> {
              assertThat(problem.file()).endsWith("bad.yaml");
              assertThat(problem.line()).isEqualTo(5);
              assertThat(problem.pointer()).isEqualTo("/rules/0/tasks/0/input/x");
            })
        .anySatisfy(problem -> assertThat(problem.file()).endsWith("broken.yaml"))
        .noneSatisfy(problem -> assertThat(problem.file()).endsWith("good.yaml"));
  }

  @Test
  void nodes_that_cannot_be_run_yet_are_refused_at_load(Bench bench) {
    ActivityCore core =
        bench.built(
            bench.core().task("noop", (input, context) -> input),
            bench.yaml(
                "human", "rules: [ { tasks: [ { id: review, human: { assignees: [risk] } } ] } ]"),
            bench.linear("a", Node.task("one", "noop")));

    assertThat(core.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo("not_supported");
              assertThat(problem.pointer()).isEqualTo("/rules/0/tasks/0/human");
            })
        .extracting(Problem::message)
        .asString()
        .contains("human");
    assertThatThrownBy(() -> core.trigger(bench.own("human"), "k", json("{}")))
        .isInstanceOf(IllegalArgumentException.class);
  }

=======
>>>>>>> w-etest
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
<<<<<<< HEAD
  void a_changed_set_is_taken_over_as_a_whole(Bench bench) {
    MemoryDefinitionStore registry = new MemoryDefinitionStore(List.of());
    ActivityCore core =
        bench.built(bench.core().definitions(registry).task("noop", (input, context) -> input));
    registry.put(bench.linear("a", Node.task("one", "noop")));
    core.start();

    RunRecord before = bench.run("a", "e-1", "{}");
    registry.put(bench.linear("a", Node.task("one", "noop").input(json("{'v': 2}"))));
    registry.put(bench.linear("b", Node.task("one", "noop").taskQueue(bench.own("new-queue"))));
    RunRecord after = bench.run("a", "e-2", "{}");

    assertThat(before.audit().get("version").asInt()).isEqualTo(1);
    assertThat(after.audit().get("version").asInt()).isEqualTo(2);
    assertThat(after.audit().at("/tasks/0/input/v").asInt()).isEqualTo(2);
    assertThat(bench.outcome("b", "e-2")).isEqualTo(RunOutcome.COMPLETED);
  }

  @Test
  void what_a_definition_emits_comes_out_once(Bench bench) {
    bench.started(
        bench.core(),
        bench.yaml(
            "a",
            "graph: { nodes: [ { id: tell, emit: { type: order.done,"
                + " payload: { n: '{{ payload.n }}' } } } ],"
                + " edges: [ { to: tell, type: start } ] }"));

    bench.run("a", "e-1", "{'n': 3}");

    assertThat(bench.published(3))
        .filteredOn(event -> event.type().equals("order.done"))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.eventId()).isEqualTo(bench.workflowId("a", "e-1") + "/tell#emit");
              assertThat(event.payload()).isEqualTo(json("{'n': 3}"));
            });
  }

  @Test
  void an_event_that_cannot_be_emitted_fails_its_node_not_the_end_of_the_run(Bench bench) {
    bench.started(
        bench.core(),
        bench.yaml(
            "a",
            "graph: { nodes: [ { id: tell, emit: { type: order.done,"
                + " subject: '{{ payload.subject }}' } } ],"
                + " edges: [ { to: tell, type: start } ] }"));

    RunRecord run = bench.run("a", "e-1", "{'subject': 'a\\nb'}");

    assertThat(run.outcome()).isEqualTo(RunOutcome.FAILED);
    assertThat(run.audit().get("reason").asText()).startsWith("tell failed: expression: ");
  }

  @Test
=======
>>>>>>> w-etest
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
<<<<<<< HEAD
    org.awaitility.Awaitility.await().atMost(Bench.LONGEST).until(() -> running.getCount() == 0);
=======
    Awaitility.await().atMost(Bench.LONGEST).until(() -> running.getCount() == 0);
>>>>>>> w-etest

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
