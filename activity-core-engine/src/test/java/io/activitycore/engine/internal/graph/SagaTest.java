package io.activitycore.engine.internal.graph;

import static io.activitycore.engine.internal.graph.Graphs.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Compensation;
import io.activitycore.definition.Edge;
import io.activitycore.definition.Node;
import java.util.List;
import org.junit.jupiter.api.Test;

class SagaTest {

  private static List<CompensationOutcome> outcomes(Play play) {
    return play.walk.record().compensations().stream()
        .map(WalkRecord.Compensation::outcome)
        .toList();
  }

  @Test
  void what_settled_last_is_undone_first_one_at_a_time() {
    Play play =
        Play.of("a~ b~ c~ d~", ">a a>b a>c b>d c>d").ok("a").ok("c").ok("b").fail("d");

    assertThat(play.open).containsOnlyKeys("b~compensate");
    assertThat(play.ok("b~compensate").open).containsOnlyKeys("c~compensate");
    assertThat(play.ok("c~compensate").open).containsOnlyKeys("a~compensate");
    assertThat(play.ok("a~compensate").outcome()).hasToString("FAILED");
    assertThat(play.undone()).containsExactly("b", "c", "a");
  }

  @Test
  void an_unknown_outcome_is_undone_and_a_certain_failure_is_not() {
    Play unknown = Play.of("a~ b~", ">a a>b").ok("a").unknown("b");
    Play certain = Play.of("a~ b~", ">a a>b").ok("a").fail("b");

    assertThat(unknown.open).containsOnlyKeys("b~compensate");
    assertThat(certain.open).containsOnlyKeys("a~compensate");
  }

  @Test
  void an_unknown_outcome_that_was_continued_is_undone_too() {
    Play play = Play.of("a!continue~ b", ">a a>b").unknown("a").fail("b");

    assertThat(play.open).containsOnlyKeys("a~compensate");
  }

  @Test
  void tasks_completed_after_the_failure_are_undone_too() {
    Play play = Play.of("a~ b c~ w~", ">a a>b a>c b-A>w").ok("a").fail("b").ok("c").ok("w");

    assertThat(play.finish(List.of()).undone()).containsExactly("w", "c", "a");
  }

  @Test
  void nothing_is_undone_after_success() {
    Play play = Play.of("a~ b!continue", ">a a>b").ok("a").fail("b");

    assertThat(play.outcome()).hasToString("COMPLETED");
    assertThat(play.undone()).isEmpty();
  }

  @Test
  void an_end_that_fails_undoes() {
    Play play = Play.of("a~ e=fail", ">a a>e").ok("a");

    assertThat(play.undone()).containsExactly("a");
    play.ok("a~compensate");
    assertThat(play.end).isEqualTo(new Effect.Finished(play.outcome(), "because"));
  }

  @Test
  void a_compensation_that_fails_is_recorded_and_the_others_go_on() {
    Play play = Play.of("a~ b~ c", ">a a>b b>c").ok("a").ok("b").fail("c");

    play.fail("b~compensate").ok("a~compensate");

    assertThat(play.outcome()).hasToString("FAILED");
    assertThat(outcomes(play))
        .containsExactly(CompensationOutcome.FAILED, CompensationOutcome.COMPLETED);
    assertThat(play.walk.record().compensations().get(0).error())
        .isEqualTo(new NodeError("broken", "b~compensate broke"));
  }

  private static ActivityDefinition booking(String undoInput) {
    return Graphs.definition(
        List.of(
            Node.task("a", "do.a").compensate(Compensation.of("undo.a")).build(),
            Node.task("b", "do.b")
                .input(json("{'n': 1}"))
                .taskQueue("b-queue")
                .compensate(Compensation.of("undo.b", json(undoInput)))
                .build(),
            Node.task("c", "do.c").build()),
        List.of(Edge.start("a"), Edge.of("a", "b"), Edge.of("b", "c")));
  }

  @Test
  void its_input_sees_what_the_task_saw_and_gave() {
    Play play =
        Play.of(booking("{'own': '{{ b.id }}', 'before': '{{ a }}'}"), "{}")
            .ok("a", "7")
            .ok("b", "{'id': 8}")
            .fail("c");

    Effect.StartCompensation undo =
        (Effect.StartCompensation) play.effects.get(play.effects.size() - 1);
    assertThat(undo.input()).isEqualTo(json("{'own': 8, 'before': 7}"));
    assertThat(undo.task()).isEqualTo("undo.b");
    assertThat(undo.taskQueue()).isEqualTo("b-queue");
  }

  @Test
  void without_an_input_of_its_own_it_takes_the_tasks() {
    Play play = Play.of("l@[5,6]~", ">l").ok("l[0]").fail("l[1]");

    assertThat(((Effect.StartCompensation) play.open.get("l[0]~compensate")).input())
        .isEqualTo(json("{'item': 5}"));
  }

  @Test
  void one_that_needs_a_result_that_does_not_exist_is_recorded_as_impossible() {
    Play play = Play.of(booking("'{{ b.id }}'"), "{}").ok("a").unknown("b");

    assertThat(play.open).containsOnlyKeys("a~compensate");
    play.ok("a~compensate");
    assertThat(outcomes(play))
        .containsExactly(
            CompensationOutcome.COMPENSATION_IMPOSSIBLE, CompensationOutcome.COMPLETED);
  }

  @Test
  void an_element_is_undone_with_its_own_element_and_result() {
    ActivityDefinition definition =
        Graphs.definition(
            List.of(
                Node.task("l", "do.l")
                    .forEach("['x', 'y', 'z']", "item")
                    .compensate(Compensation.of("undo.l", json("'{{ item }}/{{ l }}'")))
                    .build(),
                Node.task("n", "do.n").build()),
            List.of(Edge.start("l"), Edge.of("l", "n")));
    Play play = Play.of(definition, "{}").ok("l[2]", "3").ok("l[0]", "1").ok("l[1]", "2");

    play.fail("n").finish(List.of());

    assertThat(play.undone()).containsExactly("l[1]", "l[0]", "l[2]");
    assertThat(play.effects)
        .filteredOn(Effect.StartCompensation.class::isInstance)
        .extracting(effect -> ((Effect.StartCompensation) effect).input().asText())
        .containsExactly("y/2", "x/1", "z/3");
  }

  @Test
  void elements_of_a_failed_list_are_undone_with_their_results() {
    ActivityDefinition definition =
        Graphs.definition(
            List.of(
                Node.task("l", "do.l")
                    .forEach("['x', 'y']", "item")
                    .compensate(Compensation.of("undo.l", json("'{{ item }}/{{ l }}'")))
                    .build()),
            List.of(Edge.start("l")));
    Play play = Play.of(definition, "{}").ok("l[0]", "1").fail("l[1]");

    assertThat(((Effect.StartCompensation) play.open.get("l[0]~compensate")).input())
        .isEqualTo(json("'x/1'"));
  }

  @Test
  void a_cancellation_undoes_what_was_done_and_what_may_have_been() {
    Play play = Play.of("a~ b~ c~ d", ">a a>b a>c b>d").ok("a").cancel();

    assertThat(play.open).containsOnlyKeys("b", "c");
    play.ok("c").unknown("b");
    assertThat(play.open).containsOnlyKeys("b~compensate");
    play.finish(List.of());

    assertThat(play.outcome()).hasToString("CANCELLED");
    assertThat(play.undone()).containsExactly("b", "c", "a");
    assertThat(play.walk.record().skipped()).containsEntry("d", "the run was cancelled");
  }

  @Test
  void a_cancellation_with_nothing_open_ends_at_once() {
    Walk walk =
        new Walk(
            Graphs.program(Graphs.definition("a", ">a")), Play.variables(json("{}")), Recorder.NONE);

    assertThat(walk.cancel())
        .hasOnlyElementsOfType(Effect.Finished.class)
        .extracting(effect -> ((Effect.Finished) effect).outcome().name())
        .containsExactly("CANCELLED");
  }

  @Test
  void a_cancellation_follows_no_always_edge_and_changes_no_failure() {
    Play failing = Play.of("a b c w", ">a a>b a>c b-A>w").ok("a").fail("b").cancel().ok("c");
    Play continuing = Play.of("a!w w x", ">a a>x").cancel().fail("a");

    assertThat(failing.outcome()).hasToString("FAILED");
    assertThat(failing.order()).containsExactly("a", "b", "c");
    assertThat(continuing.outcome()).hasToString("CANCELLED");
    assertThat(continuing.order()).containsExactly("a");
  }

  @Test
  void a_cancellation_while_it_compensates_or_after_the_end_changes_nothing() {
    Play play = Play.of("a~ b~ c", ">a a>b b>c").ok("a").ok("b").fail("c").cancel();

    assertThat(play.ok("b~compensate").cancel().open).containsOnlyKeys("a~compensate");
    assertThat(play.ok("a~compensate").cancel().outcome()).hasToString("FAILED");
  }
}
