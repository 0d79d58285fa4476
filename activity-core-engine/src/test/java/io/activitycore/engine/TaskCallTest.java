package io.activitycore.engine;

import static io.activitycore.engine.Bench.ONCE;
import static io.activitycore.engine.Bench.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.util.Durations;
import io.activitycore.definition.Node;
import io.activitycore.definition.Retry;
import io.activitycore.definition.Timeouts;
import io.activitycore.handler.TaskContext;
import io.activitycore.handler.TaskFailedException;
import io.activitycore.handler.TaskHandler;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore.RunRecord;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How a task of a definition becomes a call of its handler. */
@ExtendWith(InProcessTemporal.class)
class TaskCallTest {

  private static final Retry QUICK = new Retry(Duration.ofMillis(10), 1.0, null, 3, List.of());

  /** What a handler saw of its run. */
  record Seen(
      String taskInstanceId,
      String activityId,
      String workflowId,
      String node,
      int attempt,
      String trace) {
    static Seen of(TaskContext context) {
      return new Seen(
          context.taskInstanceId(),
          context.activityId(),
          context.workflowId(),
          context.node(),
          context.attempt(),
          context.traceId().orElse("none"));
    }
  }

  @Test
  void the_header_reaches_the_handler_and_attempts_count(Bench bench) {
    List<Seen> seen = new CopyOnWriteArrayList<>();
    bench.started(
        bench
            .core()
            .task(
                "flaky",
                (input, context) -> {
                  seen.add(Seen.of(context));
                  if (context.attempt() == 1) {
                    throw new IllegalStateException("not yet");
                  }
                  return input;
                }),
        bench.linear("a", Node.task("first", "flaky").retry(QUICK)));

    RunRecord run = bench.run("a", "e-1", "{}");

    String workflowId = bench.workflowId("a", "e-1");
    assertThat(run.outcome()).isEqualTo(RunOutcome.COMPLETED);
    String instance = workflowId + "/first";
    assertThat(seen)
        .containsExactly(
            new Seen(instance, bench.own("a"), workflowId, "first", 1, "trace-e-1"),
            new Seen(instance, bench.own("a"), workflowId, "first", 2, "trace-e-1"));
    assertThat(run.audit().at("/tasks/0/task_instance_id").asText()).isEqualTo(instance);
  }

  /** A typed input. */
  public record Charge(@NotBlank String orderId, @Positive double amount) {}

  /** A typed result. */
  public record Receipt(String receiptId, double charged) {}

  /** Handlers with records. */
  public static final class Billing {
    private final AtomicInteger calls = new AtomicInteger();

    /** Charges. */
    @TaskHandler("billing.charge")
    public Receipt charge(Charge charge) {
      calls.incrementAndGet();
      return new Receipt("r-" + charge.orderId(), charge.amount());
    }
  }

  @Test
  void inputs_and_results_are_records_in_snake_case(Bench bench) {
    bench.started(
        bench.core().register(new Billing()),
        bench.linear(
            "a",
            Node.task("charge", "billing.charge").input(json("'{{ payload }}'")).retry(QUICK)));

    RunRecord run = bench.run("a", "e-1", "{'order_id': 'o', 'amount': 2, 'more': [1]}");

    assertThat(run.audit().at("/tasks/0/result"))
        .isEqualTo(json("{'receipt_id': 'r-o', 'charged': 2.0}"));
  }

  @Test
  void an_invalid_input_fails_without_a_call_or_another_attempt(Bench bench) {
    Billing billing = new Billing();
    bench.started(
        bench.core().register(billing),
        bench.linear(
            "a",
            Node.task("charge", "billing.charge").input(json("'{{ payload }}'")).retry(QUICK)));

    RunRecord broken = bench.run("a", "constraint", "{'order_id': ' ', 'amount': -1}");
    RunRecord unread = bench.run("a", "type", "{'order_id': 'o', 'amount': 'much'}");

    assertThat(billing.calls).hasValue(0);
    assertThat(broken.outcome()).isEqualTo(RunOutcome.FAILED);
    assertThat(broken.audit().at("/tasks/0/error/type").asText()).isEqualTo("invalid_input");
    assertThat(broken.audit().at("/tasks/0/error/message").asText())
        .contains("billing.charge", "amount must be greater than 0", "orderId must not be blank");
    assertThat(unread.audit().at("/tasks/0/error/type").asText()).isEqualTo("invalid_input");
    assertThat(attempts(bench, "constraint")).isEqualTo(1);
    assertThat(attempts(bench, "type")).isEqualTo(1);
  }

  private static int attempts(Bench bench, String eventId) {
    return bench
        .history(bench.workflowId("a", eventId), EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED)
        .get(0)
        .getActivityTaskStartedEventAttributes()
        .getAttempt();
  }

  @Test
  void a_task_that_failed_for_certain_is_not_tried_again(Bench bench) {
    AtomicInteger calls = new AtomicInteger();
    bench.started(
        bench
            .core()
            .task(
                "refuse",
                (input, context) -> {
                  calls.incrementAndGet();
                  throw new TaskFailedException("card_declined", "no money");
                }),
        bench.linear("a", Node.task("pay", "refuse").retry(QUICK)));

    RunRecord run = bench.run("a", "e-1", "{}");

    assertThat(calls).hasValue(1);
    assertThat(run.outcome()).isEqualTo(RunOutcome.FAILED);
    assertThat(run.audit().at("/tasks/0/error"))
        .isEqualTo(json("{'type': 'card_declined', 'message': 'no money'}"));
    assertThat(run.audit().get("reason").asText()).isEqualTo("pay failed: card_declined: no money");
  }

  @Test
  void an_error_type_that_is_not_to_be_retried_is_not(Bench bench) {
    AtomicInteger calls = new AtomicInteger();
    bench.started(
        bench
            .core()
            .task(
                "breaks",
                (input, context) -> {
                  calls.incrementAndGet();
                  throw new IllegalStateException("broken");
                }),
        bench.linear(
            "a",
            Node.task("pay", "breaks")
                .retry(
                    new Retry(
                        Duration.ofMillis(10),
                        1.0,
                        null,
                        3,
                        List.of(IllegalStateException.class.getName())))));

    assertThat(bench.run("a", "e-1", "{}").outcome()).isEqualTo(RunOutcome.FAILED);
    assertThat(calls).hasValue(1);
  }

  @Test
  void retry_timeouts_queue_and_priority_reach_temporal(Bench bench) {
    bench.started(
        bench.core().task("noop", (input, context) -> input),
        bench.linear(
            "a",
            Node.task("first", "noop")
                .input(json("{'a': 1}"))
                .taskQueue(bench.own("other"))
                .priority(2)
                .retry(
                    new Retry(
                        Duration.ofMillis(250), 1.5, Duration.ofSeconds(9), 7, List.of("fatal")))
                .timeouts(
                    new Timeouts(
                        Duration.ofSeconds(11),
                        Duration.ofSeconds(12),
                        Duration.ofSeconds(130),
                        Duration.ofSeconds(14)))));

    bench.run("a", "e-1", "{}");

    ActivityTaskScheduledEventAttributes scheduled = scheduled(bench);
    assertThat(scheduled.getActivityType().getName()).isEqualTo("noop");
    assertThat(scheduled.getTaskQueue().getName()).isEqualTo(bench.own("other"));
    assertThat(scheduled.getPriority().getPriorityKey()).isEqualTo(2);
    assertThat(Durations.toSeconds(scheduled.getStartToCloseTimeout())).isEqualTo(11);
    assertThat(Durations.toSeconds(scheduled.getScheduleToStartTimeout())).isEqualTo(12);
    assertThat(Durations.toSeconds(scheduled.getScheduleToCloseTimeout())).isEqualTo(130);
    assertThat(Durations.toSeconds(scheduled.getHeartbeatTimeout())).isEqualTo(14);
    assertThat(Durations.toMillis(scheduled.getRetryPolicy().getInitialInterval())).isEqualTo(250);
    assertThat(scheduled.getRetryPolicy().getBackoffCoefficient()).isEqualTo(1.5);
    assertThat(Durations.toSeconds(scheduled.getRetryPolicy().getMaximumInterval())).isEqualTo(9);
    assertThat(scheduled.getRetryPolicy().getMaximumAttempts()).isEqualTo(7);
    assertThat(scheduled.getRetryPolicy().getNonRetryableErrorTypesList()).containsExactly("fatal");
  }

  @Test
  void a_task_is_one_json_argument_and_one_json_header_with_the_defaults(Bench bench) {
    bench.started(
        bench.core().task("noop", (input, context) -> input),
        bench.linear("a", Node.task("first", "noop")));

    bench.run("a", "e-1", "{}");

    ActivityTaskScheduledEventAttributes scheduled = scheduled(bench);
    assertThat(scheduled.getInput().getPayloadsList()).hasSize(1);
    assertThat(read(scheduled.getInput().getPayloads(0))).isEqualTo(json("{}"));
    assertThat(scheduled.getHeader().getFieldsMap()).containsOnlyKeys("activity-core-task");
    assertThat(read(scheduled.getHeader().getFieldsOrThrow("activity-core-task")))
        .isEqualTo(json("{'key': 'first', 'trace': 'trace-e-1'}"));
    assertThat(Durations.toSeconds(scheduled.getStartToCloseTimeout())).isEqualTo(60);
    assertThat(scheduled.getRetryPolicy().getMaximumAttempts()).isEqualTo(5);
  }

  private static JsonNode read(Payload payload) {
    assertThat(payload.getMetadataOrThrow("encoding").toStringUtf8()).isEqualTo("json/plain");
    return json(payload.getData().toStringUtf8());
  }

  private static ActivityTaskScheduledEventAttributes scheduled(Bench bench) {
    return bench
        .history(bench.workflowId("a", "e-1"), EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
        .get(0)
        .getActivityTaskScheduledEventAttributes();
  }

  @Test
  void an_input_that_cannot_be_rendered_fails_its_node_without_an_attempt(Bench bench) {
    AtomicInteger calls = new AtomicInteger();
    bench.started(
        bench
            .core()
            .task(
                "noop",
                (input, context) -> {
                  calls.incrementAndGet();
                  return input;
                }),
        bench.linear(
            "a", Node.task("first", "noop").input(json("{'x': '{{ payload.x }}'}")).retry(ONCE)));

    RunRecord run = bench.run("a", "e-1", "{}");

    assertThat(run.outcome()).isEqualTo(RunOutcome.FAILED);
    assertThat(run.audit().at("/tasks/0/error/type").asText()).isEqualTo("expression");
    assertThat(calls).hasValue(0);
  }

  @Test
  void a_transaction_of_a_store_that_has_none_fails_the_task_for_good(Bench bench) {
    AtomicInteger done = new AtomicInteger();
    bench.started(
        bench
            .core()
            .task(
                "charge",
                (input, context) ->
                    context
                        .transaction()
                        .call(
                            java.sql.Connection.class,
                            JsonNode.class,
                            with -> {
                              done.incrementAndGet();
                              return input;
                            })),
        bench.linear("a", Node.task("charge", "charge").retry(QUICK)));

    RunRecord run = bench.run("a", "e-1", "{}");

    assertThat(run.audit().at("/tasks/0/error/type").asText()).isEqualTo("no_transaction");
    assertThat(run.audit().at("/tasks/0/error/message").asText())
        .contains("charge: ", "MemoryStore has no transactions that tasks can take part in");
    assertThat(done).hasValue(0);
    assertThat(attempts(bench, "e-1")).isEqualTo(1);
  }
}
