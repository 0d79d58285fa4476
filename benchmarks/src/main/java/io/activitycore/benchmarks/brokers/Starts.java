package io.activitycore.benchmarks.brokers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Definitions;
import io.activitycore.definition.Node;
import io.activitycore.definition.Rule;
import io.activitycore.definition.Trigger;
import io.activitycore.engine.internal.run.RunTrigger;
import io.activitycore.event.EnvelopeJson;
import io.activitycore.event.EventEnvelope;
import io.activitycore.spi.StoredDefinition;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
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

/** Events from the broker to the durable start, beside bare starts of the same workflow. */
final class Starts {

  private static final String ACTIVITY = "bench-broker";
  private static final String TYPE = "bench.order.placed";

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

  /** All rounds; the first one is discarded. */
  void run(String broker, int rounds, int count, PrintStream out) throws Exception {
    List<Leg> theirs = new ArrayList<>();
    List<Leg> ours = new ArrayList<>();
    int open = 2 * count * (rounds + 1);
    out.printf("%n%s: %d events a round, %d at once%n%n", broker, count, concurrency);
    out.println("| round | bare starts/s | events/s to start | ratio | broker and others, cores |");
    out.println("|---|---|---|---|---|");
    try (Lane lane = Lanes.open(broker, "bench-" + id);
        Ours core =
            new Ours(client, lane, id, Definitions.of(definition.definition()), concurrency, 1)) {
      for (int round = 0; round <= rounds; round++) {
        String prefix = id + "-" + round + "-";
        Leg their = bare(prefix, count);
        Leg our = core.take(count, i -> EnvelopeJson.write(event(prefix + i)), serverPid);
        if (round > 0) {
          theirs.add(their);
          ours.add(our);
          out.printf(
              Locale.ROOT,
              "| %d | %.1f | %.1f | %.2f | %.2f, %.2f |%n",
              round,
              their.rate(),
              our.rate(),
              our.rate() / their.rate(),
              their.otherCores(),
              our.otherCores());
        }
      }
    }
    print(theirs, ours, out);
    // To end them would keep the server busy for minutes, in which others want to measure.
    out.printf("%d runs are left open on Temporal, on the task queue bench-%s%n", open, id);
  }

  private static void print(List<Leg> theirs, List<Leg> ours, PrintStream out) {
    double[] ratios =
        IntStream.range(0, ours.size())
            .mapToDouble(i -> ours.get(i).rate() / theirs.get(i).rate())
            .toArray();
    out.printf(
        Locale.ROOT,
        "%nmedian ratio to bare starts %.2f; medians: %.1f and %.1f a second, CPU %.0f and %.0f µs"
            + " in the JVM, %.0f and %.0f µs in Temporal%n",
        Leg.median(ratios),
        Leg.median(theirs, Leg::rate),
        Leg.median(ours, Leg::rate),
        Leg.median(theirs, Leg::micros),
        Leg.median(ours, Leg::micros),
        Leg.median(theirs, Leg::serverMicros),
        Leg.median(ours, Leg::serverMicros));
  }

  private Leg bare(String prefix, int count) throws Exception {
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
                    start("bare-" + ACTIVITY + ":" + prefix + i, inputs.get(i));
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

  private void start(String workflowId, JsonNode input) {
    client
        .newUntypedWorkflowStub(
            "RunActivity",
            WorkflowOptions.newBuilder()
                .setWorkflowId(workflowId)
                .setTaskQueue(definition.definition().taskQueue())
                .setWorkflowIdReusePolicy(
                    WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
                .build())
        .start(ACTIVITY, input);
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
