package io.activitycore.engine.internal.graph;

import static io.activitycore.engine.internal.graph.Graphs.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.definition.Edge;
import io.activitycore.definition.Emit;
import io.activitycore.definition.Escalation;
import io.activitycore.definition.Human;
import io.activitycore.definition.Node;
import io.activitycore.definition.OnError;
import io.activitycore.definition.Retry;
import io.activitycore.definition.RunActivityNode;
import io.activitycore.definition.Timeouts;
import io.activitycore.definition.WaitForEvent;
import io.activitycore.engine.internal.plan.Step;
import io.activitycore.run.RunOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EffectsTest {

  private static Play play(Node node, String payload) {
    return Play.of(
        Graphs.definition(
            List.of(node, Node.task("next", "do.next").build()),
            List.of(Edge.start(node.id()), Edge.of(node.id(), "next"))),
        payload);
  }

  @Test
  void a_task_carries_all_that_its_start_needs() {
    Node task =
        Node.task("a", "billing.charge")
            .input(json("{'total': '{{ payload.total }}', 'note': 'for {{ payload.who }}'}"))
            .retry(Retry.attempts(2))
            .timeouts(Timeouts.startToClose(Duration.ofSeconds(3)))
            .taskQueue("billing-tq")
            .priority(1)
            .build();

    Effect.StartTask start = play(task, "{'total': 9.5, 'who': 'Ann'}").task("a");

    assertThat(start.task()).isEqualTo("billing.charge");
    assertThat(start.input()).isEqualTo(json("{'total': 9.5, 'note': 'for Ann'}"));
    assertThat(start.retry().maximumAttempts()).isEqualTo(2);
    assertThat(start.timeouts().startToClose()).isEqualTo(Duration.ofSeconds(3));
    assertThat(start.taskQueue()).isEqualTo("billing-tq");
    assertThat(start.priority()).isEqualTo(1);
    assertThat(start.index()).isNull();
  }

  @Test
  void a_task_without_options_has_the_defaults() {
    Effect.StartTask start = Play.of("a", ">a").task("a");

    assertThat(start.input()).isEqualTo(json("{}"));
    assertThat(start.retry().maximumAttempts()).isEqualTo(5);
    assertThat(start.timeouts().startToClose()).isEqualTo(Duration.ofMinutes(1));
    assertThat(start.taskQueue()).isEqualTo("orchestrator-tq");
    assertThat(start.priority()).isNull();
  }

  @Test
  void a_task_whose_input_fails_fails_without_an_attempt() {
    Play play = play(Node.task("a", "do.a").input(json("{'x': '{{ payload.y }}'}")).build(), "{}");

    WalkRecord record = play.walk.record();
    assertThat(play.open).isEmpty();
    assertThat(play.outcome()).hasToString("FAILED");
    assertThat(record.order()).containsExactly("a");
    assertThat(record.tasks().get(0).input()).isNull();
    assertThat(play.error("a").type()).isEqualTo("expression");
    assertThat(play.error("a").message()).startsWith("at /x: ");
  }

  @Test
  void a_set_node_gives_its_rendered_map() {
    Play play =
        play(
            Nodes.set(
                "s", json("{'a': '{{ payload.n + 1 }}', 'b': 'n={{ payload.n }}'}"), OnError.FAIL),
            "{'n': 1}");

    assertThat(play.walk.results().get("s")).isEqualTo(json("{'a': 2, 'b': 'n=1'}"));
    assertThat(play.open).containsOnlyKeys("next");
  }

  @Test
  void an_event_is_emitted_and_its_node_settles_at_once() {
    Play play =
        play(
            Nodes.emit(
                "e", new Emit("shop.done", "order/{{ payload.id }}", json("['{{ payload }}']"))),
            "{'id': 4}");

    assertThat(play.effects.get(0))
        .isEqualTo(new Effect.EmitEvent("e", "shop.done", "order/4", json("[{'id': 4}]")));
    assertThat(play.open).containsOnlyKeys("next");
  }

  @ParameterizedTest
  @CsvSource({
    "30s, PT30S",
    "5m, PT5M",
    "2h, PT2H",
    "3d, PT72H",
    "PT1M30S, PT1M30S",
    "{{ payload.d }}, PT7S",
    "{{ payload.n }}s, PT3S",
    "'{{ duration(\"90s\") }}', PT1M30S",
    "'{{ duration(\"1500ms\") }}', PT1.5S",
    "0s, PT0S"
  })
  void a_wait_takes_a_duration(String written, Duration meant) {
    Play play = play(Nodes.waitFor("w", written, null), "{'d': '7s', 'n': 3}");

    assertThat(play.effects).containsExactly(new Effect.StartTimer("w", meant, null));
    assertThat(play.recorded.keySet().contains("wait:w")).isEqualTo(written.contains("{{"));
    assertThat(play.ok("w").open).containsOnlyKeys("next");
  }

  @ParameterizedTest
  @CsvSource({"2026-01-31T09:00:00Z", "2026-01-31T10:00:00+01:00", "{{ payload.t }}"})
  void a_wait_takes_a_time(String written) {
    Play play = play(Nodes.waitFor("w", null, written), "{'t': '2026-01-31T09:00:00.000Z'}");

    assertThat(play.effects)
        .containsExactly(new Effect.StartTimer("w", null, Instant.parse("2026-01-31T09:00:00Z")));
  }

  @ParameterizedTest
  @CsvSource({
    "{{ payload.n }}, 'wait must give a text, got number'",
    "'{{ payload.none }}', no such key",
    "'{{ payload.s }}', expected a duration of at most 36500d",
    "'-{{ payload.n }}s', expected a duration",
    "'{{ payload.n }}00000d', expected a duration"
  })
  void a_wait_whose_time_is_none_fails(String written, String reason) {
    Play play = play(Nodes.waitFor("w", written, null), "{'n': 3, 's': 'soon'}");

    assertThat(play.outcome()).hasToString("FAILED");
    assertThat(play.error("w").message()).contains(reason);
    assertThat(play.recorded("wait:w").has("error")).isTrue();
  }

  @Test
  void people_children_and_events_are_asked_for() {
    Human human =
        Human.of("ann")
            .withGroups("risk")
            .withForm(json("{}"))
            .withDue(Duration.ofDays(2))
            .withPriority(1)
            .withRemind(Duration.ofHours(6))
            .withEscalate(new Escalation(Duration.ofDays(1), List.of("bob"), List.of()));
    assertThat(play(Nodes.human("h", human), "{}").effects)
        .containsExactly(
            new Effect.AwaitHuman(
                "h",
                List.of("ann"),
                List.of("risk"),
                json("{}"),
                Duration.ofDays(2),
                1,
                List.of(Duration.ofHours(6)),
                new Step.Escalation(Duration.ofDays(1), List.of("bob"), List.of())));
    assertThat(
            play(Nodes.run("r", new RunActivityNode("other", json("'{{ payload }}'"), false)), "5")
                .effects)
        .containsExactly(new Effect.StartChild("r", "other", json("5"), false));
    Play event =
        play(
            Nodes.event("v", new WaitForEvent("paid", "payload.id == 1", Duration.ofHours(1))),
            "{}");
    assertThat(event.effects)
        .containsExactly(
            new Effect.AwaitEvent("v", "paid", "payload.id == 1", json("{}"), Duration.ofHours(1)));
    assertThat(event.fail("v").outcome()).hasToString("FAILED");
  }

  @Test
  void an_end_gives_its_reason() {
    Play play =
        Play.of(
            Graphs.definition(
                List.of(Nodes.end("e", false, "no {{ payload.what }}", OnError.FAIL)),
                List.of(Edge.start("e"))),
            "{'what': 'stock'}");

    assertThat(play.end).isEqualTo(new Effect.Finished(RunOutcome.COMPLETED, "no stock"));
    assertThat(play.outcome()).hasToString("COMPLETED");
  }
}
