package io.activitycore.benchmarks.brokers;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.activitycore.benchmarks.routing.Mix;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Definitions;
import io.activitycore.spi.StoredDefinition;
import io.temporal.client.WorkflowClient;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Events that no definition wants, beside the broker's client that only parses them. */
final class Strangers {

  private static final int WARM_UP_ROUND = 50_000;

  private final WorkflowClient client;
  private final String id;
  private final double share;
  private final int warmUp;
  private final List<byte[]> bodies = Mix.unmatched();
  private final ObjectMapper mapper = new ObjectMapper();
  private final AtomicLong parsed = new AtomicLong();

  /**
   * On a server.
   *
   * @param warmUp events of each contender before the first round: what is asked for is the steady
   *     state, and on one core the JIT takes its time from whoever is measured
   */
  Strangers(WorkflowClient client, String id, double share, int warmUp) {
    this.client = client;
    this.id = id;
    this.share = share;
    this.warmUp = warmUp;
  }

  private byte[] body(int i) {
    return bodies.get(i % bodies.size());
  }

  private void parse(byte[] body) {
    try {
      parsed.addAndGet(mapper.readTree(body).size());
    } catch (JacksonException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Each size of the set in turn, the contenders warmed up in turns with each. */
  void run(String broker, List<Integer> sizes, int rounds, int count, PrintStream out)
      throws Exception {
    out.printf("%n%s: %d events a round that match nothing%n%n", broker, count);
    out.println(
        "| definitions | parsed only, events/s | ours, events/s | ratio | CPU an event, µs |"
            + " by CPU | cost beside the first | bytes a definition (of these index) |");
    out.println("|---|---|---|---|---|---|---|---|");
    double firstCost = 0;
    try (Lane theirs = Lanes.open(broker, "bench-" + id + "-theirs");
        Lane.BareLoop loop = theirs.bareLoop()) {
      for (int size : sizes) {
        List<Leg> their = new ArrayList<>();
        List<Leg> our = new ArrayList<>();
        Memory memory = new Memory();
        try (Lane lane = Lanes.open(broker, "bench-" + id + "-" + size);
            Ours core = new Ours(client, lane, id, memory.definitions(size), 1, share)) {
          memory.loaded();
          for (int warmed = 0; warmed < warmUp; warmed += WARM_UP_ROUND) {
            int some = Math.min(WARM_UP_ROUND, warmUp - warmed);
            parsedOnly(theirs, loop, some);
            core.take(some, this::body, 0);
          }
          for (int round = 0; round < rounds; round++) {
            their.add(parsedOnly(theirs, loop, count));
            our.add(core.take(count, this::body, 0));
          }
        }
        double cost = Leg.median(our, Leg::micros);
        firstCost = firstCost == 0 ? cost : firstCost;
        print(size, their, our, cost / firstCost, memory, out);
      }
    }
  }

  private Leg parsedOnly(Lane lane, Lane.BareLoop loop, int count) throws Exception {
    Taking taking = new Taking(count, 0);
    lane.fill(count, this::body);
    loop.take(
        count,
        body -> {
          taking.begun();
          parse(body);
          taking.ended();
        });
    return taking.await();
  }

  private static void print(
      int size, List<Leg> theirs, List<Leg> ours, double cost, Memory memory, PrintStream out) {
    double[] ratios = new double[ours.size()];
    double[] byCpu = new double[ours.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = ours.get(i).rate() / theirs.get(i).rate();
      byCpu[i] = theirs.get(i).micros() / ours.get(i).micros();
    }
    out.printf(
        Locale.ROOT,
        "| %,d | %,.0f | %,.0f | %.2f | %.1f, %.1f | %.2f | %.2f | %,.0f (%,.0f) |%n",
        size,
        Leg.median(theirs, Leg::rate),
        Leg.median(ours, Leg::rate),
        Leg.median(ratios),
        Leg.median(theirs, Leg::micros),
        Leg.median(ours, Leg::micros),
        Leg.median(byCpu),
        cost,
        memory.total(),
        memory.index());
  }

  /** What a definition costs on the heap. */
  private static final class Memory {
    private final long before = used();
    private long made;
    private long loaded;
    private int count = 1;

    Definitions definitions(int size) {
      ActivityDefinition[] all =
          Mix.definitions(size).stream()
              .map(StoredDefinition::definition)
              .toArray(ActivityDefinition[]::new);
      Definitions definitions = Definitions.of(all);
      count = size;
      made = used();
      return definitions;
    }

    void loaded() {
      loaded = used();
    }

    double total() {
      return (double) (loaded - before) / count;
    }

    double index() {
      return (double) (loaded - made) / count;
    }

    private static long used() {
      System.gc();
      return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
  }
}
