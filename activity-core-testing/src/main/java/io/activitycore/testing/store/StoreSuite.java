package io.activitycore.testing.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.event.EventEnvelope;
import io.activitycore.run.Decision;
import io.activitycore.run.HumanTask;
import io.activitycore.run.RunKey;
import io.activitycore.run.RunOutcome;
import io.activitycore.spi.RunStore.Beginning;
import io.activitycore.spi.RunStore.Ending;
import io.activitycore.spi.RunStore.Journal;
import io.activitycore.spi.RunStore.Journaled;
import io.activitycore.spi.RunStore.Prepared;
import io.activitycore.spi.Store;
import io.activitycore.spi.Wait;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What the suites share. Each test works in a tenant of its own, so that one storage may serve all
 * of them, at once if need be.
 */
public abstract class StoreSuite {

  private final String tenant =
      "t" + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);

  /** A store keeps times at least to the microsecond. */
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

  /** For the store's tests. */
  protected StoreSuite() {}

  /** The store under test; the same storage for all calls in one test. */
  protected abstract Store store();

  final Instant now() {
    return now;
  }

  final String tenant() {
    return tenant;
  }

  final RunKey key(String occurrence) {
    return new RunKey(tenant, "orders", occurrence);
  }

  static JsonNode json(String name, String value) {
    return JsonNodeFactory.instance.objectNode().put(name, value);
  }

  final String workflowId(RunKey key) {
    return "activity-" + tenant + "~" + key.activityId() + ":" + key.occurrence();
  }

  final Decision decision(RunKey key, Decision.Kind kind) {
    return new Decision(
        tenant, key.occurrence(), key.activityId(), 1, kind, "version 1", workflowId(key), now());
  }

  final EventEnvelope event(String id, String type) {
    return new EventEnvelope(
        tenant + "/" + id,
        type,
        "https://shop.example.com",
        now(),
        null,
        null,
        null,
        json("id", id),
        Map.of("tenantid", JsonNodeFactory.instance.textNode(tenant)));
  }

  final Beginning beginning(RunKey key, String firstRunId) {
    return beginning(key, firstRunId, 1);
  }

  final Beginning beginning(RunKey key, String firstRunId, int generation) {
    String id = key.occurrence() + "#" + firstRunId;
    return new Beginning(
        key,
        workflowId(key) + (generation == 1 ? "" : "~r" + generation),
        firstRunId,
        generation,
        "body",
        json("plan", firstRunId),
        decision(key, Decision.Kind.STARTED),
        List.of(event(id + "-a", "RunStarted"), event(id + "-b", "TaskCreated")));
  }

  final Prepared begin(RunKey key, String firstRunId) {
    return store().runs().prepare(List.of(beginning(key, firstRunId))).get(0);
  }

  final RunOutcome end(RunKey key, String firstRunId, RunOutcome outcome) {
    return store()
        .runs()
        .finish(
            List.of(
                new Ending(
                    key,
                    firstRunId,
                    outcome,
                    json("audit", outcome.name()),
                    List.of(event(key.occurrence() + "#" + outcome, "RunEnded")))))
        .get(0);
  }

  final Wait awaited(String id, Wait.Kind kind, String eventType) {
    return new Wait(
        tenant + "/" + id,
        kind,
        tenant,
        "workflow",
        "key",
        now(),
        now().plusSeconds(3600),
        kind == Wait.Kind.EVENT ? eventType : null,
        kind == Wait.Kind.EVENT ? "true" : null,
        kind == Wait.Kind.EVENT ? json("a", "b") : null);
  }

  final HumanTask person(String id, int priority) {
    return new HumanTask(
        tenant + "/" + id,
        tenant,
        "orders",
        "workflow",
        "approve",
        List.of("ann"),
        List.of("risk"),
        json("type", "object"),
        priority,
        now(),
        now().plusSeconds(3600),
        HumanTask.Status.OPEN,
        null,
        null,
        null,
        1);
  }

  final Journaled journal(RunKey key, int number, List<Wait> opened, List<String> closed) {
    return journal(
        new Journal(key, "first", number, List.of(), opened, List.of(), List.of(), closed));
  }

  final Journaled journal(Journal journal) {
    return store().runs().journal(List.of(journal)).get(0);
  }

  /** Opens a wait for a person, with the task. */
  final void ask(RunKey key, int number, HumanTask task) {
    Wait wait =
        new Wait(
            task.id(),
            Wait.Kind.HUMAN,
            tenant,
            "workflow",
            "key",
            now(),
            task.due(),
            null,
            null,
            null);
    journal(
        new Journal(
            key, "first", number, List.of(), List.of(wait), List.of(task), List.of(), List.of()));
  }

  /** The ids of this test's events out, all that are due. */
  final List<String> out() {
    List<String> ids = new ArrayList<>();
    for (var rows = store().outbox().claim(1000, Duration.ofMinutes(5));
        !rows.isEmpty();
        rows = store().outbox().claim(1000, Duration.ofMinutes(5))) {
      rows.stream()
          .map(row -> row.event().eventId())
          .filter(id -> id.startsWith(tenant + "/"))
          .map(id -> id.substring(tenant.length() + 1))
          .forEach(ids::add);
    }
    return ids;
  }

  /** Does the same at once in several threads; the answers in no order. */
  static <T> List<T> atOnce(int threads, Callable<T> work) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    CyclicBarrier start = new CyclicBarrier(threads);
    try {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(
            pool.submit(
                () -> {
                  start.await();
                  return work.call();
                }));
      }
      List<T> answers = new ArrayList<>();
      for (Future<T> each : running) {
        answers.add(each.get());
      }
      return answers;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a thread failed: " + e.getCause(), e);
    } finally {
      pool.shutdownNow();
    }
  }
}
