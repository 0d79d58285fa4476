package io.activitycore.engine;

import static io.activitycore.engine.Bench.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Node;
import io.activitycore.event.EventEnvelope;
import io.activitycore.run.Decision;
import io.activitycore.run.RunKey;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore.Beginning;
import io.activitycore.spi.RunStore.Ending;
import io.activitycore.spi.RunStore.RunRecord;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each run once: who starts it, who records it, who ends it. */
@ExtendWith(InProcessTemporal.class)
class OnceTest {

  private final AtomicInteger calls = new AtomicInteger();

  private ActivityCore.Builder core(Bench bench) {
    return bench
        .core()
        .task(
            "count",
            (input, context) -> {
              calls.incrementAndGet();
              return input;
            });
  }

  private static ActivityDefinition counting(Bench bench) {
    return bench.linear("a", Node.task("only", "count").input(json("'{{ payload }}'")));
  }

  @Test
  void the_same_event_twice_starts_one_run(Bench bench) {
    ActivityCore core = bench.started(core(bench), counting(bench));

    bench.run("a", "e-1", "{'n': 1}");
    bench.run("a", "e-1", "{'n': 1}");
    bench.run("a", "e-1", "{'n': 2}");

    assertThat(calls).hasValue(1);
    assertThat(core.explain("e-1").decisions())
        .extracting(Decision::kind)
        .containsExactly(Decision.Kind.STARTED, Decision.Kind.DUPLICATE, Decision.Kind.DUPLICATE);
    assertThat(core.explain("e-1").decisions().get(1).reason()).doesNotContain("another body");
    assertThat(core.explain("e-1").decisions().get(2).reason()).contains("another body");
    assertThat(bench.broker.deadLettered()).isEmpty();
  }

  @Test
  void a_trigger_by_hand_is_once_per_key(Bench bench) {
    ActivityCore core = bench.started(core(bench), counting(bench));

    Decision first = core.trigger(bench.own("a"), "k", json("{'n': 7}"));
    RunRecord run = bench.ended("a", "manual-k");
    Decision second = core.trigger(bench.own("a"), "k", json("{'n': 7}"));

    assertThat(first.kind()).isEqualTo(Decision.Kind.STARTED);
    assertThat(first.workflowId()).isEqualTo(bench.workflowId("a", "manual-k"));
    assertThat(second.kind()).isEqualTo(Decision.Kind.DUPLICATE);
    assertThat(calls).hasValue(1);
    assertThat(run.audit().at("/tasks/0/input")).isEqualTo(json("{'n': 7}"));
    assertThat(core.run(bench.own("a"), "manual-k")).contains(run);
    assertThatThrownBy(() -> core.trigger("nobody", "k", json("{}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nobody");
    assertThatThrownBy(() -> core.trigger(bench.own("a"), "a\nb", json("{}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("control characters");
  }

  @Test
  void another_run_of_a_known_key_ends_as_a_duplicate_without_a_task(Bench bench) {
    bench.started(core(bench), counting(bench));
    begun(bench, "e-1", "an-earlier-run");

    bench.broker.send(bench.event("e-1", "{}"));
    bench.broker.awaitSettled(Bench.LONGEST);

    assertThat(bench.closed(bench.workflowId("a", "e-1")))
        .isEqualTo(json("{'outcome': 'DUPLICATE', 'first_run_id': 'an-earlier-run'}"));
    assertThat(calls).hasValue(0);
    assertThat(bench.store.runs().find(key(bench, "e-1")).orElseThrow().outcome()).isNull();
  }

  @Test
  void the_first_finish_wins_and_the_workflow_adopts_it(Bench bench) {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    bench.started(
        bench
            .core()
            .task(
                "hold",
                (input, context) -> {
                  running.countDown();
                  return json("" + go.await(Bench.LONGEST.toSeconds(), TimeUnit.SECONDS));
                }),
        bench.linear("a", Node.task("only", "hold")));
    bench.broker.send(bench.event("e-1", "{}"));
    await().atMost(Bench.LONGEST).until(() -> running.getCount() == 0);

    bench
        .store
        .runs()
        .finish(
            List.of(
                new Ending(
                    key(bench, "e-1"),
                    bench.store.runs().find(key(bench, "e-1")).orElseThrow().firstRunId(),
                    RunOutcome.TERMINATED,
                    json("{}"),
                    List.of())));
    go.countDown();

    assertThat(bench.outcome("a", "e-1")).isEqualTo(RunOutcome.TERMINATED);
    assertThat(
            bench.history(
                bench.workflowId("a", "e-1"), EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED))
        .hasSize(1);
    assertThat(bench.published(2)).extracting(EventEnvelope::type).doesNotContain("RunCompleted");
  }

  @Test
  void the_search_attribute_is_set_at_the_start(Bench bench) {
    bench.started(core(bench), counting(bench));

    bench.run("a", "e-1", "{}");

    WorkflowExecutionStartedEventAttributes started =
        bench
            .history(bench.workflowId("a", "e-1"))
            .get(0)
            .getWorkflowExecutionStartedEventAttributes();
    assertThat(started.getWorkflowType().getName()).isEqualTo("RunActivity");
    assertThat(started.getTaskQueue().getName()).isEqualTo(bench.own("queue"));
    assertThat(
            started
                .getSearchAttributes()
                .getIndexedFieldsOrThrow("activity_id")
                .getData()
                .toStringUtf8())
        .isEqualTo('"' + bench.own("a") + '"');
    assertThat(bench.history(bench.workflowId("a", "e-1")))
        .extracting(event -> event.getEventType())
        .doesNotContain(EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES);
  }

  @Test
  void events_out_have_stable_ids_and_come_once(Bench bench) {
    ActivityCore core = bench.started(core(bench), counting(bench));

    bench.run("a", "e-1", "{}");
    bench.run("a", "e-1", "{}");
    core.close();

    String id = bench.workflowId("a", "e-1");
    assertThat(bench.broker.published())
        .extracting(EventEnvelope::eventId)
        .containsExactly(
            id + "#RunStarted",
            id + "/only#TaskCreated",
            id + "/only#TaskCompleted",
            id + "#RunCompleted");
    assertThat(bench.broker.published())
        .allSatisfy(
            event -> {
              assertThat(event.source()).isEqualTo("activity-core/default");
              assertThat(event.traceId()).isEqualTo("trace-e-1");
              assertThat(event.payload().get("activity_id").asText()).isEqualTo(bench.own("a"));
              assertThat(event.payload().get("workflow_id").asText()).isEqualTo(id);
            });
  }

  @Test
  void a_workflow_that_was_started_before_the_ledger_knew_counts(Bench bench) {
    ActivityCore starter = bench.built(core(bench), counting(bench));
    starter.trigger(bench.own("a"), "k", json("{}"));
    Decision again = starter.trigger(bench.own("a"), "k", json("{}"));

    starter.start();

    assertThat(again.kind()).isEqualTo(Decision.Kind.DUPLICATE);
    assertThat(bench.outcome("a", "manual-k")).isEqualTo(RunOutcome.COMPLETED);
    assertThat(calls).hasValue(1);
  }

  private static void begun(Bench bench, String eventId, String firstRunId) {
    bench
        .store
        .runs()
        .prepare(
            List.of(
                new Beginning(
                    key(bench, eventId),
                    "w",
                    firstRunId,
                    1,
                    "hash",
                    json("{}"),
                    new Decision(
                        RunKey.DEFAULT_TENANT,
                        eventId,
                        bench.own("a"),
                        1,
                        Decision.Kind.STARTED,
                        "",
                        "w",
                        Instant.EPOCH),
                    List.of())));
  }

  private static RunKey key(Bench bench, String occurrence) {
    return new RunKey(RunKey.DEFAULT_TENANT, bench.own("a"), occurrence);
  }
}
