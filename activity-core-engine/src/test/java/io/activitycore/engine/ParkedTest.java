package io.activitycore.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.DefinitionReader;
import io.activitycore.definition.Definitions;
import io.activitycore.engine.internal.memory.MemoryDefinitionStore;
import io.activitycore.run.Decision;
import io.activitycore.run.RunKey;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.Store;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of the events of a disabled definition. */
@ExtendWith(InProcessTemporal.class)
class ParkedTest {

  private final List<String> seen = new CopyOnWriteArrayList<>();

  private ActivityCore core(Bench bench, MemoryDefinitionStore definitions) {
    return bench.started(
        bench
            .core()
            .definitions(definitions)
            .task(
                "note",
                (input, context) -> {
                  seen.add(input.asText());
                  return input;
                }));
  }

  private static ActivityDefinition definition(Bench bench, boolean enabled, String trigger) {
    String text =
        """
        id: %s
        enabled: %s
        task_queue: %s
        trigger: { event: { type: %s, %s } }
        rules: [ { tasks: [ { id: note, task: note, input: "{{ payload.n }}" } ] } ]
        """
            .formatted(bench.own("a"), enabled, bench.own("queue"), bench.own("type"), trigger);
    return DefinitionReader.read("a.yaml", text.getBytes(StandardCharsets.UTF_8)).orThrow();
  }

  private static List<Decision.Kind> kinds(ActivityCore core, String eventId) {
    return core.explain(eventId).decisions().stream().map(Decision::kind).toList();
  }

  @Test
  void events_are_parked_while_it_is_disabled_and_each_starts_its_run_once_it_is_enabled(
      Bench bench) {
    String parks = "on_disabled: park, filters: { country: DE }";
    MemoryDefinitionStore definitions =
        new MemoryDefinitionStore(List.of(definition(bench, false, parks)));
    ActivityCore core = core(bench, definitions);
    bench.broker.send(bench.event("e-1", "{'n': 'one', 'country': 'DE'}"));
    bench.broker.send(bench.event("e-1", "{'n': 'one', 'country': 'DE'}"));
    bench.broker.send(bench.event("e-2", "{'n': 'two', 'country': 'FR'}"));
    bench.broker.awaitSettled(Bench.LONGEST);
    assertThat(kinds(core, "e-1")).containsOnly(Decision.Kind.PARKED);
    assertThat(kinds(core, "e-2")).containsExactly(Decision.Kind.DISABLED);
    assertThat(seen).isEmpty();

    definitions.put(definition(bench, true, parks));
    await().atMost(Bench.LONGEST).until(() -> kinds(core, "e-1").contains(Decision.Kind.STARTED));

    assertThat(bench.outcome("a", "e-1")).isEqualTo(RunOutcome.COMPLETED);
    assertThat(bench.store.parked().any(RunKey.DEFAULT_TENANT, bench.own("a"))).isFalse();
    bench.broker.send(bench.event("e-1", "{'n': 'one', 'country': 'DE'}"));
    bench.broker.awaitSettled(Bench.LONGEST);
    assertThat(kinds(core, "e-1")).contains(Decision.Kind.DUPLICATE);
    assertThat(seen).containsExactly("one");
  }

  @Test
  void a_long_lived_run_gets_parked_events_in_order_and_later_ones_after_them(Bench bench) {
    String parks = "on_disabled: park, mode: signal, correlate: payload.key";
    MemoryDefinitionStore definitions =
        new MemoryDefinitionStore(List.of(definition(bench, false, parks)));
    ActivityCore core = core(bench, definitions);
    List<String> expected = IntStream.range(0, 12).mapToObj(i -> "n" + i).toList();
    for (String n : expected.subList(0, 8)) {
      bench.broker.send(bench.event(n, "{'key': 'x', 'n': '" + n + "'}"));
    }
    bench.broker.awaitSettled(Bench.LONGEST);

    definitions.put(definition(bench, true, parks));
    for (String n : expected.subList(8, 12)) {
      bench.broker.send(bench.event(n, "{'key': 'x', 'n': '" + n + "'}"));
    }
    await().atMost(Bench.LONGEST).until(() -> seen.size() >= 12);

    assertThat(seen).containsExactlyElementsOf(expected);
    assertThat(core.explain("n0").decisions())
        .extracting(Decision::kind)
        .containsExactly(Decision.Kind.PARKED, Decision.Kind.SIGNALLED);
  }

  @Test
  void a_parked_event_that_the_new_version_does_not_want_starts_nothing(Bench bench) {
    MemoryDefinitionStore definitions =
        new MemoryDefinitionStore(List.of(definition(bench, false, "on_disabled: park")));
    ActivityCore core = core(bench, definitions);
    bench.broker.send(bench.event("e-1", "{'n': 'one'}"));
    bench.broker.awaitSettled(Bench.LONGEST);

    definitions.put(definition(bench, true, "on_disabled: park, filters: { n: two }"));
    await().atMost(Bench.LONGEST).until(() -> kinds(core, "e-1").contains(Decision.Kind.FILTERED));

    assertThat(seen).isEmpty();
    assertThat(bench.store.parked().any(RunKey.DEFAULT_TENANT, bench.own("a"))).isFalse();
  }

  @Test
  void a_store_that_keeps_no_events_refuses_definitions_that_park_them(Bench bench) {
    ActivityCore core =
        bench.built(
            bench
                .core()
                .store(withoutParked(bench.store))
                .definitions(Definitions.of(definition(bench, true, "on_disabled: park"))));

    assertThat(core.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.pointer()).isEqualTo("/trigger/event/on_disabled");
              assertThat(problem.code()).isEqualTo("not_supported");
            });
  }

  private static Store withoutParked(Store store) {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (self, method, arguments) -> {
              if (method.getName().equals("parked")) {
                throw new UnsupportedOperationException("keeps no parked events");
              }
              return method.invoke(store, arguments);
            });
  }
}
