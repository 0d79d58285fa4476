package io.activitycore.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.DefinitionJson;
import io.activitycore.definition.Node;
import io.activitycore.definition.Rollout;
import io.activitycore.definition.Rule;
import io.activitycore.run.Decision;
import io.activitycore.run.RunKey;
import io.activitycore.spi.DefinitionStore;
import io.activitycore.spi.StoredDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Versions change while events come: none is lost, none runs twice. */
@ExtendWith(InProcessTemporal.class)
class SwitchOverTest {

  private static final int EVENTS = 120;
  private static final Duration LONGEST = Duration.ofSeconds(90);

  /** A registry whose current set changes as a whole. */
  private static final class Switching implements DefinitionStore {
    private final List<StoredDefinition> versions = new CopyOnWriteArrayList<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile List<StoredDefinition> current = List.of();

    StoredDefinition add(ActivityDefinition definition) {
      StoredDefinition stored =
          new StoredDefinition(definition, versions.size() + 1, DefinitionJson.hash(definition));
      versions.add(stored);
      return stored;
    }

    void show(StoredDefinition... shown) {
      current = List.of(shown);
      listeners.forEach(Runnable::run);
    }

    @Override
    public List<StoredDefinition> current() {
      return current;
    }

    @Override
    public Optional<StoredDefinition> find(String activityId, int version) {
      return Optional.of(versions.get(version - 1));
    }

    @Override
    public AutoCloseable onChange(Runnable listener) {
      listeners.add(listener);
      return () -> listeners.remove(listener);
    }
  }

  private static ActivityDefinition version(Bench bench, String task, int percent) {
    return bench
        .activity("a")
        .rollout(Rollout.of(percent))
        .rules(Rule.always(Node.task(task, "count").build()))
        .build();
  }

  @Test
  void versions_switch_under_load_without_an_event_lost_or_doubled(Bench bench) {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    Switching registry = new Switching();
    StoredDefinition one = registry.add(version(bench, "first", 100));
    StoredDefinition two = registry.add(version(bench, "second", 30));
    StoredDefinition three = registry.add(version(bench, "third", 70));
    List<StoredDefinition[]> sets =
        List.of(
            new StoredDefinition[] {one},
            new StoredDefinition[] {one, two},
            new StoredDefinition[] {one, three},
            new StoredDefinition[] {three});
    registry.show(one);
    Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    ActivityCore core =
        bench.started(
            bench
                .core()
                .definitions(registry)
                .task(
                    "count",
                    (input, context) -> {
                      calls
                          .computeIfAbsent(context.taskInstanceId(), id -> new AtomicInteger())
                          .incrementAndGet();
                      return input;
                    }));

    List<String> sent = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      if (random.nextInt(4) == 0) {
        registry.show(sets.get(random.nextInt(sets.size())));
      }
      sent.add("e-" + i);
      bench.broker.send(bench.event("e-" + i, "{}"));
      if (random.nextInt(3) == 0) {
        bench.broker.send(bench.event(sent.get(random.nextInt(sent.size())), "{}"));
      }
    }
    bench.broker.awaitSettled(LONGEST);

    for (String eventId : sent) {
      RunKey key = new RunKey(RunKey.DEFAULT_TENANT, bench.own("a"), eventId);
      await()
          .atMost(LONGEST)
          .until(
              () -> bench.store.runs().find(key).filter(run -> run.outcome() != null),
              Optional::isPresent);
      assertThat(core.explain(eventId).decisions())
          .as("%s, seed %s", eventId, seed)
          .filteredOn(decision -> decision.kind() == Decision.Kind.STARTED)
          .hasSize(1);
      assertThat(core.explain(eventId).decisions())
          .as("%s, seed %s", eventId, seed)
          .extracting(Decision::kind)
          .isSubsetOf(Decision.Kind.STARTED, Decision.Kind.DUPLICATE);
    }
    assertThat(calls).as("seed %s", seed).hasSize(EVENTS);
    assertThat(calls.values()).as("seed %s", seed).allMatch(count -> count.get() == 1);
  }
}
