package io.activitycore.samples.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Node;
import io.activitycore.definition.Rollout;
import io.activitycore.definition.Rule;
import io.activitycore.definition.Trigger;
import io.activitycore.engine.ActivityCore;
import io.activitycore.event.EnvelopeJson;
import io.activitycore.nats.NatsBroker;
import io.activitycore.postgres.PostgresStore;
import io.activitycore.postgres.registry.Edit;
import io.activitycore.postgres.registry.Expected;
import io.activitycore.postgres.registry.PostgresRegistry;
import io.activitycore.run.Decision;
import io.activitycore.testing.Servers;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two hosts follow the registry in PostgreSQL while versions are published. */
class RegistryHostIT {

  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Edit EDIT = Edit.by("ann");
  private static final int EVENTS = 120;

  private Lane lane;
  private WorkflowServiceStubs stubs;
  private WorkflowClient client;
  private PostgresLane postgres;
  private PostgresStore store;
  private PostgresRegistry registry;
  private final List<AutoCloseable> open = new ArrayList<>();

  /** The task instances, and how often each was called. */
  private final Map<String, AtomicInteger> done = new ConcurrentSkipListMap<>();

  @BeforeEach
  void start() {
    lane = Lane.create("registry", Servers.temporal(), Servers.nats());
    stubs = lane.stubs();
    client = lane.client(stubs);
    postgres = new PostgresLane(lane, Servers.postgres());
    store = postgres.store();
    registry = postgres.registry(lane.name());
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    postgres.drop();
    postgres.close();
    stubs.shutdownNow();
  }

  /** A host of the lane's tenant, started; what it reads of the registry is its own. */
  private ActivityCore host() {
    NatsBroker broker = lane.broker();
    ActivityCore.Builder builder =
        ActivityCore.builder(client)
            .tenant(lane.name())
            .definitions(postgres.registry(lane.name()))
            .store(store)
            .broker(broker);
    for (String version : List.of("one", "two", "three")) {
      builder.task(
          "lane." + version,
          (input, context) -> {
            done.computeIfAbsent(context.taskInstanceId(), key -> new AtomicInteger())
                .incrementAndGet();
            return input;
          });
    }
    ActivityCore core = builder.build();
    open.add(core);
    open.add(broker);
    core.start();
    return core;
  }

  private ActivityDefinition onEvent(String task, int percent) {
    return ActivityDefinition.builder(lane.name())
        .taskQueue(lane.name() + "-tq")
        .trigger(Trigger.event(lane.type()))
        .rollout(Rollout.of(percent))
        .rules(Rule.always(Node.task("work", "lane." + task).build()))
        .build();
  }

  private void awaitKnown(ActivityCore core) {
    await()
        .atMost(LONGEST)
        .ignoreExceptions()
        .until(
            () -> {
              core.trigger(lane.name(), "known", JsonNodeFactory.instance.objectNode());
              return true;
            });
  }

  @Test
  void a_version_published_under_load_neither_drops_nor_doubles_an_event() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    try (Jet jet = new Jet(lane.nats())) {
      ActivityCore first = host();
      ActivityCore second = host();
      registry.apply(List.of(onEvent("one", 100)), false, EDIT);
      awaitKnown(first);
      awaitKnown(second);
      for (int n = 1; n <= EVENTS; n++) {
        jet.publish(lane.inSubject(), EnvelopeJson.write(lane.event("evt-" + n, n)));
        if (random.nextInt(4) == 0) {
          int again = 1 + random.nextInt(n);
          jet.publish(lane.inSubject(), EnvelopeJson.write(lane.event("evt-" + again, again)));
        }
        if (n == EVENTS / 4) {
          registry.publish(onEvent("two", 50), Expected.version(1), EDIT);
        } else if (n == EVENTS / 2) {
          registry.promote(lane.name(), 2, EDIT);
        } else if (n == 3 * EVENTS / 4) {
          registry.apply(List.of(onEvent("three", 100)), false, EDIT);
        }
      }
      await().atMost(LONGEST).until(() -> jet.isSettled(lane));
      await().atMost(LONGEST).until(() -> ended("evt-%") == EVENTS);

      for (int n = 1; n <= EVENTS; n++) {
        assertThat(first.explain("evt-" + n).decisions())
            .as("evt-%s, seed %s", n, seed)
            .extracting(Decision::kind)
            .containsOnlyOnce(Decision.Kind.STARTED)
            .isSubsetOf(Decision.Kind.STARTED, Decision.Kind.DUPLICATE);
      }
      assertThat(done.values()).as("seed %s", seed).allMatch(times -> times.get() == 1);
      assertThat(done).as("the one by hand, too; seed %s", seed).hasSize(EVENTS + 1);
      assertThat(ended("evt-%' AND audit ->> 'version' = '1' AND occurrence LIKE '%")).isPositive();

      // What comes after every host has the third version follows it.
      await()
          .atMost(LONGEST)
          .until(() -> Stream.of(first, second).allMatch(core -> follows(core, 3)));
      jet.publish(lane.inSubject(), EnvelopeJson.write(lane.event("last", 0)));
      await().atMost(LONGEST).until(() -> ended("last") == 1);
      assertThat(ended("last' AND audit ->> 'version' = '3")).isEqualTo(1);
    }
  }

  private boolean follows(ActivityCore core, int version) {
    String key = "asks-" + System.nanoTime();
    return core.trigger(lane.name(), key, JsonNodeFactory.instance.objectNode()).version()
        == version;
  }

  private long ended(String like) {
    return postgres.number(
        "count(*)", "ending WHERE outcome = 'COMPLETED' AND occurrence LIKE '" + like + "'");
  }
}
