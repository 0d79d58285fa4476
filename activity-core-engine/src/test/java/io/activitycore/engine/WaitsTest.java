package io.activitycore.engine;

import static io.activitycore.engine.Bench.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.event.EventEnvelope;
import io.activitycore.handler.Pending;
import io.activitycore.run.Decision;
import io.activitycore.run.HumanTask;
import io.activitycore.run.HumanTaskException;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore.RunRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs that wait for people, replies and events. */
@ExtendWith(InProcessTemporal.class)
class WaitsTest {

  private static final byte[] SECRET =
      "a secret of more than thirty-two bytes".getBytes(StandardCharsets.UTF_8);

  private static HumanTask asked(ActivityCore core, Bench bench, String activity) {
    List<HumanTask> found =
        await()
            .atMost(Bench.LONGEST)
            .until(
                () ->
                    core.humanTasks()
                        .search(HumanTasks.Search.any().withActivity(bench.own(activity))),
                tasks -> !tasks.isEmpty());
    return found.get(0);
  }

  private static ActivityCore review(Bench bench, String human) {
    return bench.started(
        bench.core().task("note", (input, context) -> input).replySecrets(SECRET),
        bench.yaml(
            "a",
            """
            graph:
              nodes:
                - { id: review, human: %s, on_error: { route: late } }
                - { id: done, task: note, input: { said: "{{ review.outcome }}", by: "{{ review.by }}" } }
                - { id: late, task: note, input: { why: "{{ errors.review.type }}" } }
              edges:
                - { to: review, type: start }
                - { from: review, to: done }
            """
                .formatted(human)));
  }

  @Test
  void a_person_decides_once_and_the_run_goes_on(Bench bench) {
    ActivityCore core = review(bench, "{ groups: [risk], due: 1d, form: { type: string } }");
    bench.broker.send(bench.event("e-1", "{}"));
    HumanTask task = asked(core, bench, "a");
    assertThat(core.runs().progress(bench.own("a"), "e-1").path("waiting_for"))
        .isEqualTo(json("{'review': 'a person'}"));

    core.humanTasks().claim(task.id(), "ann", List.of("risk"));
    assertThatThrownBy(
            () -> core.humanTasks().complete(task.id(), "bob", List.of("risk"), json("'no'")))
        .isInstanceOf(HumanTaskException.class);
    assertThatThrownBy(
            () -> core.humanTasks().complete(task.id(), "ann", List.of("risk"), json("7")))
        .isInstanceOf(HumanTaskException.class);
    core.humanTasks().complete(task.id(), "ann", List.of("risk"), json("'yes'"));

    RunRecord run = bench.ended("a", "e-1");
    assertThat(run.outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(run.audit().path("tasks").get(0).path("input"))
        .isEqualTo(json("{'said': 'yes', 'by': 'ann'}"));
    assertThatThrownBy(
            () -> core.humanTasks().complete(task.id(), "ann", List.of("risk"), json("'no'")))
        .isInstanceOf(HumanTaskException.class);
    assertThat(bench.published(6).stream().map(EventEnvelope::type))
        .contains("HumanTaskCreated", "RunCompleted");
  }

  @Test
  void nobody_decides_in_time_and_the_route_is_taken(Bench bench) {
    ActivityCore core =
        review(
            bench,
            "{ assignees: [ann], remind: [1s], escalate: { after: 1s, groups: [boss] },"
                + " due: 3s }");
    RunRecord run = bench.run("a", "e-1", "{}");

    assertThat(run.outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(run.audit().path("tasks").get(0).path("input"))
        .isEqualTo(json("{'why': 'timeout'}"));
    HumanTask task = asked(core, bench, "a");
    assertThat(task.status()).isEqualTo(HumanTask.Status.CLOSED);
    assertThat(task.groups()).containsExactly("boss");
    await()
        .atMost(Bench.LONGEST)
        .untilAsserted(
            () ->
                assertThat(bench.broker.published().stream().map(EventEnvelope::type))
                    .contains("HumanTaskReminder", "HumanTaskEscalated"));
    assertThatThrownBy(
            () -> core.humanTasks().complete(task.id(), "ann", List.of(), json("'late'")))
        .isInstanceOf(HumanTaskException.class);
  }

  @Test
  void a_cancelled_run_asks_nobody_any_more(Bench bench) {
    ActivityCore core = review(bench, "{ assignees: [ann] }");
    bench.broker.send(bench.event("e-1", "{}"));
    HumanTask task = asked(core, bench, "a");

    core.runs().cancel(bench.own("a"), "e-1", "not needed");

    assertThat(bench.outcome("a", "e-1")).isEqualTo(RunOutcome.CANCELLED);
    assertThat(core.humanTasks().find(task.id()).orElseThrow().status())
        .isEqualTo(HumanTask.Status.CLOSED);
  }

  private static ActivityCore asking(Bench bench, AtomicInteger calls, Duration timeout) {
    return bench.started(
        bench
            .core()
            .replySecrets(SECRET)
            .task("note", (input, context) -> input)
            .task(
                "ask",
                (input, context) -> {
                  calls.incrementAndGet();
                  return Pending.request("partner.wanted", json("{'n': 1}"))
                      .within(timeout)
                      .toJson();
                }),
        bench.yaml(
            "a",
            """
            graph:
              nodes:
                - { id: ask, task: ask, on_error: { route: late } }
                - { id: done, task: note, input: { got: "{{ ask.n }}" } }
                - { id: late, task: note, input: { why: "{{ errors.ask.type }}" } }
              edges:
                - { to: ask, type: start }
                - { from: ask, to: done }
            """));
  }

  private static JsonNode token(Bench bench) {
    await()
        .atMost(Bench.LONGEST)
        .until(
            () ->
                bench.broker.published().stream()
                    .anyMatch(event -> event.type().equals("partner.wanted")));
    return bench.broker.published().stream()
        .filter(event -> event.type().equals("partner.wanted"))
        .findFirst()
        .orElseThrow()
        .extensions()
        .get(Pending.TOKEN);
  }

  private static EventEnvelope reply(Bench bench, String id, JsonNode token, String payload) {
    EventEnvelope event = bench.event(id, payload);
    return new EventEnvelope(
        event.eventId(),
        "partner.done",
        event.source(),
        event.occurredAt(),
        null,
        null,
        null,
        event.payload(),
        Map.of(Pending.TOKEN, token));
  }

  private static Decision.Kind said(ActivityCore core, String eventId) {
    return core.explain(eventId).decisions().get(0).kind();
  }

  @Test
  void a_reply_completes_its_task_and_all_other_replies_are_refused(Bench bench) {
    AtomicInteger calls = new AtomicInteger();
    ActivityCore core = asking(bench, calls, Duration.ofMinutes(1));
    bench.broker.send(bench.event("e-1", "{}"));
    JsonNode token = token(bench);

    String changed = token.asText().substring(0, token.asText().length() - 2) + "AA";
    bench.broker.send(
        reply(bench, bench.own("r-0"), json("'" + changed + "'"), "{'result': {'n': 0}}"));
    bench.broker.send(reply(bench, bench.own("r-1"), token, "{'result': {'n': 42}}"));
    bench.broker.send(reply(bench, bench.own("r-1"), token, "{'result': {'n': 42}}"));
    RunRecord run = bench.ended("a", "e-1");
    bench.broker.send(reply(bench, bench.own("r-2"), token, "{'result': {'n': 43}}"));
    bench.broker.awaitSettled(Bench.LONGEST);

    assertThat(run.audit().path("tasks").get(1).path("input")).isEqualTo(json("{'got': 42}"));
    assertThat(calls).hasValue(1);
    assertThat(said(core, bench.own("r-0"))).isEqualTo(Decision.Kind.REJECTED);
    assertThat(said(core, bench.own("r-1"))).isEqualTo(Decision.Kind.REPLIED);
    assertThat(said(core, bench.own("r-2"))).isEqualTo(Decision.Kind.DUPLICATE);
    assertThat(bench.broker.deadLettered()).hasSize(1);
  }

  @Test
  void a_reply_that_reports_an_error_fails_the_task(Bench bench) {
    ActivityCore core = asking(bench, new AtomicInteger(), Duration.ofMinutes(1));
    bench.broker.send(bench.event("e-1", "{}"));

    core.publish(
        reply(
            bench,
            bench.own("r"),
            token(bench),
            "{'error': {'type': 'sold_out', 'message': 'none left'}}"));

    assertThat(bench.ended("a", "e-1").audit().path("tasks").get(1).path("input"))
        .isEqualTo(json("{'why': 'sold_out'}"));
  }

  @Test
  void a_reply_that_does_not_come_fails_the_task_and_is_late_afterwards(Bench bench) {
    ActivityCore core = asking(bench, new AtomicInteger(), Duration.ofMillis(300));

    RunRecord run = bench.run("a", "e-1", "{}");
    bench.broker.send(reply(bench, bench.own("r"), token(bench), "{'result': {'n': 1}}"));
    bench.broker.awaitSettled(Bench.LONGEST);

    assertThat(run.audit().path("tasks").get(1).path("input"))
        .isEqualTo(json("{'why': 'timeout'}"));
    assertThat(said(core, bench.own("r"))).isEqualTo(Decision.Kind.EXPIRED);
  }

  private static ActivityCore waiting(Bench bench) {
    return bench.started(
        bench
            .core()
            .task("order", (input, context) -> json("{'id': 'o-1'}"))
            .task("note", (input, context) -> input),
        bench.yaml(
            "a",
            """
            graph:
              nodes:
                - { id: order, task: order }
                - { id: paid, wait_for_event: { type: %s, correlate: payload.order == order.id, timeout: 1m } }
                - { id: done, task: note, input: { amount: "{{ paid.payload.amount }}" } }
              edges:
                - { to: order, type: start }
                - { from: order, to: paid }
                - { from: paid, to: done }
            """
                .formatted(bench.own("payment"))));
  }

  private static EventEnvelope payment(Bench bench, String id, String payload) {
    EventEnvelope event = bench.event(bench.own(id), payload);
    return new EventEnvelope(
        event.eventId(),
        bench.own("payment"),
        event.source(),
        event.occurredAt(),
        null,
        null,
        null,
        event.payload(),
        Map.of());
  }

  @Test
  void the_event_that_correlates_settles_the_wait(Bench bench) {
    ActivityCore core = waiting(bench);
    bench.broker.send(bench.event("e-1", "{}"));
    await()
        .atMost(Bench.LONGEST)
        .until(
            () ->
                core.run(bench.own("a"), "e-1").isPresent()
                    && core.runs().progress(bench.own("a"), "e-1").path("waiting_for").has("paid"));

    bench.broker.send(payment(bench, "p-1", "{'order': 'o-2', 'amount': 1}"));
    bench.broker.send(payment(bench, "p-2", "{'order': 'o-1', 'amount': 2}"));

    assertThat(bench.ended("a", "e-1").audit().path("tasks").get(1).path("input"))
        .isEqualTo(json("{'amount': 2}"));
    bench.broker.awaitSettled(Bench.LONGEST);
    assertThat(said(core, bench.own("p-1"))).isEqualTo(Decision.Kind.UNMATCHED);
    assertThat(said(core, bench.own("p-2"))).isEqualTo(Decision.Kind.SIGNALLED);
  }

  @Test
  void an_event_that_came_before_the_run_got_to_its_wait_counts(Bench bench) {
    waiting(bench);
    bench.broker.send(payment(bench, "p-1", "{'order': 'o-1', 'amount': 3}"));
    bench.broker.awaitSettled(Bench.LONGEST);

    RunRecord run = bench.run("a", "e-1", "{}");

    assertThat(run.audit().path("tasks").get(1).path("input")).isEqualTo(json("{'amount': 3}"));
  }
}
