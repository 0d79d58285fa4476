package io.activitycore.engine;

import static io.activitycore.engine.Bench.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Definitions;
import io.activitycore.definition.Node;
import io.activitycore.engine.internal.memory.MemoryDefinitionStore;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Which definitions a core runs, and which it refuses. */
@ExtendWith(InProcessTemporal.class)
class LoadedDefinitionsTest {

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
  void activities_that_run_each_other_in_a_ring_are_refused_and_the_others_run(Bench bench) {
    ActivityCore core =
        bench.started(
            bench.core().task("noop", (input, context) -> input),
            running(bench, "x", "y"),
            running(bench, "y", "x"),
            bench.linear("a", Node.task("one", "noop")));

    assertThat(core.problems())
        .filteredOn(problem -> problem.code().equals("ring"))
        .extracting(problem -> problem.pointer() + " " + problem.message())
        .containsExactly(
            "/rules/0/tasks/0/run activities run each other in a ring: X -> Y -> X"
                .replace("X", bench.own("x"))
                .replace("Y", bench.own("y")),
            "/rules/0/tasks/0/run activities run each other in a ring: Y -> X -> Y"
                .replace("X", bench.own("x"))
                .replace("Y", bench.own("y")));
    assertThatThrownBy(() -> core.trigger(bench.own("x"), "k", json("{}")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(bench.run("a", "e-1", "{}").outcome()).isEqualTo(RunOutcome.COMPLETED);
  }

  @Test
  void a_ring_that_a_registry_brings_is_refused_and_the_others_run(Bench bench) {
    MemoryDefinitionStore registry = new MemoryDefinitionStore(List.of());
    ActivityCore core =
        bench.built(bench.core().definitions(registry).task("noop", (input, context) -> input));
    registry.put(running(bench, "self", "self"));
    registry.put(bench.linear("a", Node.task("one", "noop")));
    core.start();

    assertThat(bench.run("a", "e-1", "{}").outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThatThrownBy(() -> core.trigger(bench.own("self"), "k", json("{}")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static ActivityDefinition running(Bench bench, String id, String other) {
    return bench.yaml(
        id, "rules: [{ tasks: [{ id: next, run: { activity: " + bench.own(other) + " } }] }]");
  }
}
