package io.activitycore.samples.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Definitions;
import io.activitycore.definition.EventTrigger;
import io.activitycore.definition.Node;
import io.activitycore.definition.Rule;
import io.activitycore.definition.Trigger;
import io.activitycore.engine.ActivityCore;
import io.activitycore.engine.InMemoryStore;
import io.activitycore.event.EventEnvelope;
import io.activitycore.run.Decision;
import io.activitycore.spi.Broker;
import io.activitycore.testing.Servers;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Nine events of ten have one key, and order is kept. They wait for each other; those of other keys
 * do not wait for them.
 */
final class HotKeyIT {

  private static final Duration LONGEST = Duration.ofSeconds(90);
  private static final int HOT = 90;
  private static final int OTHERS = 10;

  private final long seed = Long.getLong("seed", new Random().nextLong());

  @ParameterizedTest
  @EnumSource(Kind.class)
  void others_do_not_wait_for_a_key_that_has_nine_events_of_ten(Kind kind) {
    String lane = "hot-" + Long.toString(System.nanoTime(), 36);
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(Servers.temporal()).build());
    try (Broker broker = kind.broker(address(kind), lane, true);
        ActivityCore core =
            ActivityCore.builder(WorkflowClient.newInstance(stubs))
                .definitions(Definitions.of(definition(lane)))
                .store(InMemoryStore.create())
                .broker(broker)
                .task("hot.work", (input, context) -> input)
                .build()) {
      List<Integer> numbers = new ArrayList<>(IntStream.range(0, HOT + OTHERS).boxed().toList());
      Collections.shuffle(numbers, new Random(seed));
      numbers.forEach(n -> broker.publisher().publish(event(lane, n)));

      core.start();

      await()
          .atMost(LONGEST)
          .until(
              () ->
                  numbers.stream().allMatch(n -> !core.explain("evt-" + n).decisions().isEmpty()));
      List<Instant> hot = times(core, 0, HOT);
      List<Instant> others = times(core, HOT, HOT + OTHERS);
      Instant last = others.get(others.size() - 1);
      long before = hot.stream().filter(time -> time.isBefore(last)).count();
      System.out.printf(
          "hot key on %s, seed %d: others done after %d ms, hot ones after %d ms; %d hot ones came"
              + " before the last other%n",
          kind,
          seed,
          Duration.between(hot.get(0), last).toMillis(),
          Duration.between(hot.get(0), hot.get(hot.size() - 1)).toMillis(),
          before);
      assertThat(before).as("seed %d: hot ones before the last other", seed).isLessThan(HOT / 2);
    } finally {
      stubs.shutdownNow();
    }
  }

  /** When the runs of these events were started, in order of time. */
  private static List<Instant> times(ActivityCore core, int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(n -> core.explain("evt-" + n).decisions().get(0))
        .peek(decision -> assertThat(decision.kind()).isEqualTo(Decision.Kind.STARTED))
        .map(Decision::at)
        .sorted()
        .toList();
  }

  private static String address(Kind kind) {
    return switch (kind) {
      case NATS -> Servers.nats();
      case KAFKA -> Servers.kafka();
      case RABBITMQ -> Servers.rabbitmq();
    };
  }

  private static String type(String lane, int n) {
    return lane + ".k" + (n < HOT ? 0 : n);
  }

  private static ActivityDefinition definition(String lane) {
    String[] types =
        IntStream.range(0, HOT + OTHERS)
            .mapToObj(n -> type(lane, n))
            .distinct()
            .toArray(String[]::new);
    return ActivityDefinition.builder(lane)
        .taskQueue(lane + "-tq")
        .trigger(Trigger.event(EventTrigger.of(types)))
        .rules(Rule.always(Node.task("only", "hot.work").build()))
        .build();
  }

  private static EventEnvelope event(String lane, int n) {
    return new EventEnvelope(
        "evt-" + n,
        type(lane, n),
        "urn:test",
        Instant.parse("2026-11-21T09:00:00Z"),
        type(lane, n),
        null,
        null,
        JsonNodeFactory.instance.objectNode(),
        Map.of());
  }
}
