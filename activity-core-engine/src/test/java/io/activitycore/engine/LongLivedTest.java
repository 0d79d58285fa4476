package io.activitycore.engine;

import static io.activitycore.engine.Bench.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.DefinitionReader;
import io.activitycore.run.Decision;
import io.activitycore.run.RunOutcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Activities that take the events of a key, one after the other. */
@ExtendWith(InProcessTemporal.class)
class LongLivedTest {

  private final List<String> seen = new CopyOnWriteArrayList<>();

  private ActivityCore counting(Bench bench) {
    return bench.started(
        bench
            .core()
            .task(
                "count",
                (input, context) -> {
                  seen.add(input.path("key").asText() + input.path("n"));
                  return json("{'total': " + (input.path("before").asInt() + 1) + "}");
                }),
        definition(bench));
  }

  private static ActivityDefinition definition(Bench bench) {
    String text =
        """
        id: %s
        task_queue: %s
        trigger:
          event:
            type: %s
            mode: signal
            correlate: payload.key
            complete_when: run.state.count.total >= 5
        graph:
          nodes:
            - { id: before, set: { total: "{{ has(run.state.count) ? run.state.count.total : 0 }}" } }
            - { id: count, task: count, input: { key: "{{ payload.key }}", n: "{{ payload.n }}", before: "{{ before.total }}" } }
          edges:
            - { to: before, type: start }
            - { from: before, to: count }
        """
            .formatted(bench.own("a"), bench.own("queue"), bench.own("type"));
    return DefinitionReader.read("a.yaml", text.getBytes(StandardCharsets.UTF_8)).orThrow();
  }

  private static String keyed(Bench bench, String key) {
    return "activity-" + bench.own("a") + ":key-" + key;
  }

  @Test
  void the_events_of_a_key_are_handled_in_order_with_state_until_it_is_complete(Bench bench) {
    ActivityCore core = counting(bench);
    for (int i = 0; i < 5; i++) {
      bench.broker.send(bench.event("x-" + i, "{'key': 'x', 'n': " + i + "}"));
      bench.broker.send(bench.event("x-" + i, "{'key': 'x', 'n': " + i + "}"));
    }
    bench.broker.awaitSettled(Bench.LONGEST);

    JsonNode end = bench.closed(keyed(bench, "x"));

    assertThat(end.path("outcome").asText()).isEqualTo("COMPLETED");
    assertThat(end.path("state").path("count")).isEqualTo(json("{'total': 5}"));
    assertThat(seen)
        .containsExactlyElementsOf(IntStream.range(0, 5).mapToObj(i -> "x" + i).toList());
    assertThat(core.run(bench.own("a"), "x-3").orElseThrow().outcome())
        .isEqualTo(RunOutcome.COMPLETED);
    assertThat(core.explain("x-3").decisions().stream().map(Decision::kind))
        .contains(Decision.Kind.SIGNALLED);
  }

  @Test
  void a_key_that_is_complete_begins_again_and_an_old_event_stays_a_duplicate(Bench bench) {
    ActivityCore core = counting(bench);
    for (int i = 0; i < 5; i++) {
      bench.broker.send(bench.event("y-" + i, "{'key': 'y', 'n': " + i + "}"));
    }
    bench.broker.awaitSettled(Bench.LONGEST);
    bench.closed(keyed(bench, "y"));

    bench.broker.send(bench.event("y-2", "{'key': 'y', 'n': 2}"));
    bench.broker.awaitSettled(Bench.LONGEST);
    assertThat(core.explain("y-2").decisions().stream().map(Decision::kind))
        .contains(Decision.Kind.DUPLICATE);
    for (int i = 5; i < 10; i++) {
      bench.broker.send(bench.event("y-" + i, "{'key': 'y', 'n': " + i + "}"));
    }
    bench.broker.awaitSettled(Bench.LONGEST);

    bench.closed(keyed(bench, "y"));
    assertThat(seen).hasSize(10).doesNotHaveDuplicates();
  }

  @Test
  void an_event_without_a_key_is_refused(Bench bench) {
    ActivityCore core = counting(bench);
    bench.broker.send(bench.event("z", "{'n': 1}"));
    bench.broker.awaitSettled(Bench.LONGEST);

    assertThat(core.explain("z").decisions().get(0).kind()).isEqualTo(Decision.Kind.REJECTED);
    assertThat(core.explain("z").decisions().get(0).reason()).contains("correlate");
  }

  /** What goes on after the end of a key goes on in a new execution. */
  @ParameterizedTest
  @CsvSource({"never, one", "on_continue, two"})
  void a_new_execution_takes_over_the_current_version_where_asked(
      String upgrade, String tag, Bench bench) {
    Upgrade played = new Upgrade(bench, upgrade);
    ActivityCore core = played.play();

    assertThat(played.seen()).containsExactly("one", tag);
    assertThat(core.run(bench.own("a"), "u-1").orElseThrow().plan().path("version").asInt())
        .isEqualTo(tag.equals("one") ? 1 : 2);
  }
}
