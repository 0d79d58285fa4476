package io.activitycore.samples.nats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Definitions;
import io.activitycore.engine.ActivityCore;
import io.activitycore.engine.HumanTasks;
import io.activitycore.handler.TaskContext;
import io.activitycore.run.HumanTask;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.DefinitionStore;
import io.activitycore.spi.RunStore.RunRecord;
import io.activitycore.spi.StoredDefinition;
import io.activitycore.testing.Servers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What people do to a run under way, on the real Temporal: edit its definition, cancel it inside a
 * saga, cancel it while it compensates. One core in this JVM, with the in-memory store.
 */
class LiveRunIT {

  private static final String UNDOABLE =
      "task: lane.work, compensate: { task: lane.undo, input: {} }";

  private final Bench bench = new Bench("live", Servers.temporal(), Duration.ofSeconds(60));
  private final List<String> done = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    bench.close();
  }

  private JsonNode note(JsonNode input, TaskContext context) {
    done.add(
        context.taskInstanceId().substring(bench.workflowId("k").length() + 1)
            + (input.has("say") ? " " + input.get("say").asText() : ""));
    return input;
  }

  private static String asking(String say) {
    return """
    graph:
      nodes:
        - { id: review, human: { assignees: [ann] } }
        - { id: note, task: lane.work, input: { say: "%s {{ review.outcome }}" } }
      edges:
        - { to: review, type: start }
        - { from: review, to: note }
    """
        .formatted(say);
  }

  @Test
  void a_definition_edited_during_a_human_task_leaves_the_run_on_its_version() {
    Versions versions = new Versions();
    versions.save(bench.activity(asking("one")));
    ActivityCore core =
        bench.started(
            ActivityCore.builder(bench.client).definitions(versions).task("lane.work", this::note));
    core.trigger(bench.lane.name(), "k", Bench.json("{}"));
    HumanTask task = asked(core);

    versions.save(bench.activity(asking("two")));
    bench.soon().until(() -> core.trigger(bench.lane.name(), "l", Bench.json("{}")).version() == 2);
    core.humanTasks().complete(task.id(), "ann", List.of(), Bench.json("'yes'"));
    RunRecord run = bench.ended(core, "k");
    core.humanTasks().complete(asked(core).id(), "ann", List.of(), Bench.json("'yes'"));
    bench.ended(core, "l");

    assertThat(run.outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(run.plan().path("version").asInt()).isEqualTo(1);
    assertThat(done).containsExactly("note one yes", "note two yes");
  }

  private HumanTask asked(ActivityCore core) {
    HumanTasks.Search open =
        HumanTasks.Search.any().withActivity(bench.lane.name()).withStatus(HumanTask.Status.OPEN);
    return bench
        .soon()
        .until(() -> core.humanTasks().search(open), found -> !found.isEmpty())
        .get(0);
  }

  private ActivityCore saga(CountDownLatch undoing, CountDownLatch go) {
    return bench.started(
        ActivityCore.builder(bench.client)
            .definitions(
                Definitions.of(
                    bench.activity(
                        """
                        graph:
                          nodes:
                            - { id: one, UNDOABLE }
                            - { id: two, UNDOABLE }
                            - { id: three, task: lane.watch, UNDO, timeouts: { heartbeat: 2s } }
                            - { id: four, task: lane.work }
                          edges:
                            - { to: one, type: start }
                            - { from: one, to: two }
                            - { from: two, to: three }
                            - { from: three, to: four }
                        """
                            .replace("UNDOABLE", UNDOABLE)
                            .replace("UNDO", UNDOABLE.substring(UNDOABLE.indexOf("comp"))))))
            .task("lane.work", this::note)
            .task("lane.watch", this::watch)
            .task(
                "lane.undo",
                (input, context) -> {
                  undoing.countDown();
                  go.await(30, TimeUnit.SECONDS);
                  return note(input, context);
                }));
  }

  /** Works until its heartbeat says that it is cancelled. */
  private JsonNode watch(JsonNode input, TaskContext context) throws InterruptedException {
    done.add("watching");
    CountDownLatch pause = new CountDownLatch(1);
    while (!pause.await(50, TimeUnit.MILLISECONDS)) {
      context.heartbeat(null);
    }
    return input;
  }

  @Test
  void a_cancel_inside_a_saga_undoes_each_task_once() {
    ActivityCore core = saga(new CountDownLatch(1), new CountDownLatch(0));
    core.trigger(bench.lane.name(), "k", Bench.json("{}"));
    bench.soon().until(() -> done.contains("watching"));

    core.runs().cancel(bench.lane.name(), "manual-k", "not wanted");

    assertThat(bench.outcome(core, "k")).isEqualTo(RunOutcome.CANCELLED);
    assertThat(done)
        .containsExactly(
            "one", "two", "watching", "three~compensate", "two~compensate", "one~compensate");
  }

  @Test
  void a_second_cancel_while_it_compensates_changes_nothing() throws InterruptedException {
    CountDownLatch undoing = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ActivityCore core = saga(undoing, go);
    core.trigger(bench.lane.name(), "k", Bench.json("{}"));
    bench.soon().until(() -> done.contains("watching"));
    core.runs().cancel(bench.lane.name(), "manual-k", "not wanted");
    assertThat(undoing.await(30, TimeUnit.SECONDS)).isTrue();

    core.runs().cancel(bench.lane.name(), "manual-k", "not wanted at all");
    go.countDown();

    assertThat(bench.outcome(core, "k")).isEqualTo(RunOutcome.CANCELLED);
    assertThat(done)
        .containsExactly(
            "one", "two", "watching", "three~compensate", "two~compensate", "one~compensate");
  }

  /** A registry in memory. */
  private static final class Versions implements DefinitionStore {
    private final List<StoredDefinition> all = new ArrayList<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    void save(ActivityDefinition definition) {
      synchronized (all) {
        int version = all.size() + 1;
        all.add(new StoredDefinition(definition, version, "hash-" + version));
      }
      listeners.forEach(Runnable::run);
    }

    @Override
    public List<StoredDefinition> current() {
      synchronized (all) {
        return List.of(all.get(all.size() - 1));
      }
    }

    @Override
    public Optional<StoredDefinition> find(String activityId, int version) {
      synchronized (all) {
        return all.stream().filter(stored -> stored.version() == version).findFirst();
      }
    }

    @Override
    public AutoCloseable onChange(Runnable listener) {
      listeners.add(listener);
      return () -> listeners.remove(listener);
    }
  }
}
