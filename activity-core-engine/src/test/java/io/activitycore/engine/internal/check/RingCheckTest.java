package io.activitycore.engine.internal.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.DefinitionReader;
import io.activitycore.definition.Definitions.Source;
import io.activitycore.definition.LineMap;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RingCheckTest {

  /** An activity that runs others, one after the other. */
  private static Source activity(String id, String... others) {
    String nodes =
        Stream.of(others)
            .map(other -> "{ id: n_" + other + ", run: { activity: " + other + " } }")
            .collect(Collectors.joining(", ", "[{ id: first, task: t }, ", "]"));
    String text = "id: " + id + "\ntrigger: { manual: {} }\nrules: [{ tasks: " + nodes + " }]\n";
    ActivityDefinition definition =
        DefinitionReader.read(id + ".yaml", text.getBytes(StandardCharsets.UTF_8)).orThrow();
    return new Source(definition, id + ".yaml", LineMap.NONE);
  }

  private static List<String> check(Source... sources) {
    RingCheck check = RingCheck.of(List.of(sources));
    return Stream.of(sources)
        .flatMap(source -> check.problems(source).stream())
        .map(problem -> problem.file() + problem.pointer() + " " + problem.message())
        .toList();
  }

  @Test
  void activities_that_run_others_without_a_ring_are_fine() {
    assertThat(check(activity("a", "b", "c"), activity("b", "c"), activity("c"))).isEmpty();
  }

  @Test
  void an_activity_that_is_not_here_is_in_no_ring() {
    assertThat(check(activity("a", "elsewhere"))).isEmpty();
  }

  @Test
  void an_activity_that_runs_itself_is_a_ring() {
    assertThat(check(activity("a", "a")))
        .containsExactly("a.yaml/rules/0/tasks/1/run activities run each other in a ring: a -> a");
  }

  @Test
  void each_member_of_a_ring_is_named_with_its_path_and_nobody_else() {
    assertThat(
            check(
                activity("a", "x", "b"),
                activity("b", "c"),
                activity("c", "a"),
                activity("x", "a")))
        .containsExactly(
            "a.yaml/rules/0/tasks/1/run activities run each other in a ring: a -> x -> a",
            "a.yaml/rules/0/tasks/2/run activities run each other in a ring: a -> b -> c -> a",
            "b.yaml/rules/0/tasks/1/run activities run each other in a ring: b -> c -> a -> b",
            "c.yaml/rules/0/tasks/1/run activities run each other in a ring: c -> a -> b -> c",
            "x.yaml/rules/0/tasks/1/run activities run each other in a ring: x -> a -> x");
    assertThat(check(activity("before", "a"), activity("a", "a"))).hasSize(1);
  }

  @Test
  void a_graph_is_looked_at_too() {
    String text =
        """
        id: a
        trigger: { manual: {} }
        graph:
          nodes: [{ id: again, run: { activity: a, wait: false } }]
          edges: [{ to: again, type: start }]
        """;
    ActivityDefinition definition =
        DefinitionReader.read("a.yaml", text.getBytes(StandardCharsets.UTF_8)).orThrow();

    assertThat(check(new Source(definition, "a.yaml", LineMap.NONE)))
        .containsExactly("a.yaml/graph/nodes/0/run activities run each other in a ring: a -> a");
  }

  @Test
  void a_long_ring_is_shown_by_its_beginning_and_found_in_time() {
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      sources.add(activity("a" + i, "a" + (i + 1) % 1_000));
    }

    List<String> problems =
        assertTimeoutPreemptively(
            Duration.ofSeconds(10), () -> check(sources.toArray(Source[]::new)));

    assertThat(problems).hasSize(1_000);
    assertThat(problems.get(0)).contains("ring: a0 -> a1 -> a2 ->").endsWith("a19 -> ... -> a0");
  }
}
