package io.activitycore.benchmarks.brokers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Definitions;
import io.activitycore.definition.Node;
import io.activitycore.definition.Rule;
import io.activitycore.definition.Trigger;
import io.activitycore.engine.internal.run.RunAttributes;
import io.activitycore.engine.internal.run.RunTrigger;
import io.activitycore.event.EnvelopeJson;
import io.activitycore.event.EventEnvelope;
import io.activitycore.spi.StoredDefinition;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.SearchAttributes;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Events from the broker to the durable start, beside bare starts of the same workflow: as they
 * are, and with the search attribute that ours have, which is work for the server.
 */
final class Starts {

  private static final String ACTIVITY = "bench-broker";
  private static final String TYPE = "bench.order.placed";
  private static final int CONTENDERS = 3;

  private final WorkflowClient client;
  private final String id;
  private final int concurrency;
  private final long serverPid;
  private final StoredDefinition definition;

  Starts(WorkflowClient client, String id, int concurrency, long serverPid) {
    this.client = client;
    this.id = id;
    this.concurrency = concurrency;
    this.serverPid = serverPid;
    this.definition =
        new StoredDefinition(
            ActivityDefinition.builder(ACTIVITY)
                .taskQueue("bench-" + id)
                .trigger(Trigger.event(TYPE))
                .rules(Rule.always(Node.task("work", "bench.work").build()))
                .build(),
            1,
            "0".repeat(64));
  }

  /** All rounds; those of the warm-up are discarded. */
  void run(String broker, int warmUp, int rounds, int count, PrintStream out) throws Exception {
    List<Contender> contenders = new ArrayList<>();
    int open = CONTENDERS * count * (warmUp + rounds);
    out.printf("%n%s: %d events a round, %d at once%n%n", broker, count, concurrency);
    out.println(
        "| round | bare starts/s | with the attribute | events/s to start | ratio | to those with"
            + " it | broker and others, cores |");
    out.println("|---|---|---|---|---|---|---|");
    try (Lane lane = Lanes.open(broker, "bench-" + id);
        Ours core =
            new Ours(client, lane, id, Definitions.of(definition.definition()), concurrency, 1)) {
      contenders.add(new Contender(prefix -> bare("bare-", prefix, count, null)));
      contenders.add(
          new Contender(prefix -> bare("attribute-", prefix, count, RunAttributes.of(ACTIVITY))));
      contenders.add(
          new Contender(
              prefix -> core.take(count, i -> EnvelopeJson.write(event(prefix + i)), serverPid)));
      for (int round = 1 - warmUp; round <= rounds; round++) {
        // Who comes later finds the server fuller.
        for (int turn = 0; turn < CONTENDERS; turn++) {
          contenders
              .get(Math.floorMod(round + turn, CONTENDERS))
              .run(id + "-" + round + "-", round > 0);
        }
        if (round > 0) {
          print(round, contenders, out);
        }
      }
    }
    summarise(contenders, out);
    // To end them would keep the server busy for minutes, in which others want to measure.
    out.printf("%d runs are left open on Temporal, on the task queue bench-%s%n", open, id);
  }

  private interface Round {
    Leg of(String prefix) throws Exception;
  }

  private record Contender(Round round, List<Leg> legs) {
    Contender(Round round) {
      this(round, new ArrayList<>());
    }

    void run(String prefix, boolean counts) throws Exception {
      Leg leg = round.of(prefix);
      if (counts) {
        legs.add(leg);
      }
    }

    double[] ratiosTo(Contender other) {
      return IntStream.range(0, legs.size())
          .mapToDouble(i -> legs.get(i).rate() / other.legs.get(i).rate())
          .toArray();
    }
  }

  private static void print(int round, List<Contender> contenders, PrintStream out) {
    Leg[] legs = contenders.stream().map(each -> each.legs().get(round - 1)).toArray(Leg[]::new);
    out.printf(
        Locale.ROOT,
        "| %d | %.1f | %.1f | %.1f | %.2f | %.2f | %.2f, %.2f, %.2f |%n",
        round,
        legs[0].rate(),
        legs[1].rate(),
        legs[2].rate(),
        legs[2].rate() / legs[0].rate(),
        legs[2].rate() / legs[1].rate(),
        legs[0].otherCores(),
        legs[1].otherCores(),
        legs[2].otherCores());
  }

  private static void summarise(List<Contender> contenders, PrintStream out) {
    Contender ours = contenders.get(2);
    out.printf(
        Locale.ROOT,
        "%nmedian ratio to bare starts %.2f, to those with the attribute %.2f%n",
        Leg.median(ours.ratiosTo(contenders.get(0))),
        Leg.median(ours.ratiosTo(contenders.get(1))));
    for (int i = 0; i < CONTENDERS; i++) {
      List<Leg> legs = contenders.get(i).legs();
      out.printf(
          Locale.ROOT,
          "%s: median %.1f a second, CPU %.0f µs in the JVM, %.0f µs in Temporal%n",
          List.of("bare", "with the attribute", "ours").get(i),
          Leg.median(legs, Leg::rate),
          Leg.median(legs, Leg::micros),
          Leg.median(legs, Leg::serverMicros));
    }
  }

  private Leg bare(String kind, String prefix, int count, @Nullable SearchAttributes attributes)
      throws Exception {
    List<JsonNode> inputs =
        IntStream.range(0, count)
            .mapToObj(i -> RunTrigger.ofEvent(id, definition, event(prefix + i)).toJson())
            .toList();
    Taking taking = new Taking(count, serverPid);
    AtomicInteger next = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(concurrency);
    try {
      List<Future<?>> loops = new ArrayList<>();
      for (int thread = 0; thread < concurrency; thread++) {
        loops.add(
            threads.submit(
                () -> {
                  for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                    taking.begun();
                    start(kind + ACTIVITY + ":" + prefix + i, inputs.get(i), attributes);
                    taking.ended();
                  }
                }));
      }
      for (Future<?> loop : loops) {
        loop.get();
      }
    } finally {
      threads.shutdownNow();
    }
    return taking.await();
  }

  private void start(String workflowId, JsonNode input, @Nullable SearchAttributes attributes) {
    WorkflowOptions.Builder options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(workflowId)
            .setTaskQueue(definition.definition().taskQueue())
            .setWorkflowIdReusePolicy(
                WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE);
    if (attributes != null) {
      options.setTypedSearchAttributes(attributes);
    }
    client.newUntypedWorkflowStub("RunActivity", options.build()).start(ACTIVITY, input);
  }

  private static EventEnvelope event(String eventId) {
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    payload.put("order_id", eventId).put("country", "DE").put("currency", "EUR");
    payload.put("total", 219.9).put("note", "x".repeat(600));
    return new EventEnvelope(
        eventId,
        TYPE,
        "https://shop.example.com",
        Instant.parse("2026-11-21T09:30:00Z"),
        "order/" + eventId,
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "1",
        payload,
        Map.of());
  }
}
