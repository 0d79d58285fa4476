package io.activitycore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.DefinitionReader;
import io.activitycore.engine.internal.memory.MemoryDefinitionStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * A long-lived run whose definition changes while it handles its first event; the second one goes
 * on in a new execution.
 */
final class Upgrade {

  private final Bench bench;
  private final String upgrade;
  private final List<String> seen = new CopyOnWriteArrayList<>();

  /**
   * Not played yet.
   *
   * @param upgrade as in the definition's form
   */
  Upgrade(Bench bench, String upgrade) {
    this.bench = bench;
    this.upgrade = upgrade;
  }

  String workflowId() {
    return "activity-" + bench.own("a") + ":key-u";
  }

  /** The tags of the versions that handled the events. */
  List<String> seen() {
    return List.copyOf(seen);
  }

  /** Plays it to its end. */
  ActivityCore play() {
    CountDownLatch held = new CountDownLatch(1);
    MemoryDefinitionStore definitions = new MemoryDefinitionStore(List.of(tagged("one")));
    ActivityCore core =
        bench.started(
            bench
                .core()
                .definitions(definitions)
                .task(
                    "hold",
                    (input, context) -> {
                      held.await();
                      seen.add(input.asText());
                      return input;
                    }));
    bench.broker.send(bench.event("u-0", "{'key': 'u'}"));
    bench.broker.awaitSettled(Bench.LONGEST);
    definitions.put(tagged("two"));
    bench.broker.send(bench.event("u-1", "{'key': 'u'}"));
    bench.broker.awaitSettled(Bench.LONGEST);
    held.countDown();
    assertThat(bench.closed(workflowId()).path("outcome").asText()).isEqualTo("COMPLETED");
    return core;
  }

  private ActivityDefinition tagged(String tag) {
    String text =
        """
        id: %s
        task_queue: %s
        trigger:
          event: { type: %s, mode: signal, correlate: payload.key, complete_when: "true", upgrade: %s }
        rules: [ { tasks: [ { id: hold, task: hold, input: %s } ] } ]
        """
            .formatted(bench.own("a"), bench.own("queue"), bench.own("type"), upgrade, tag);
    return DefinitionReader.read("a.yaml", text.getBytes(StandardCharsets.UTF_8)).orThrow();
  }
}
