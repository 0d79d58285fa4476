package io.activitycore.benchmarks.endtoend;

import io.activitycore.engine.InMemoryStore;
import io.activitycore.engine.internal.host.HostSettings;
import io.activitycore.spi.Store;
import io.activitycore.testing.Servers;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerOptions;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Runs of one task with a store beside the same with the store in memory: the same process, client
 * and server, in turns. Relays of both publish to nobody.
 *
 * @param rounds of which one more, the first, is discarded
 * @param runs a round of each
 * @param warmUp runs of each before anything is measured
 * @param concurrencies runs in flight
 * @param serverPid Temporal's process, for its CPU; 0 where it is not known
 */
public record StoreComparison(
    int rounds, int runs, int warmUp, List<Integer> concurrencies, long serverPid) {

  private static final int WARM_UP_CONCURRENCY = 16;

  /**
   * Prints one table for each concurrency.
   *
   * @return the lowest median ratio of the rates
   */
  public double compare(String name, Store store, PrintStream out) throws Exception {
    RunEnds ends = new RunEnds();
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(Servers.temporal())
                .setGrpcClientInterceptors(List.of(ends))
                .build());
    WorkflowClient client = WorkflowClient.newInstance(stubs);
    String id = UUID.randomUUID().toString().substring(0, 8);
    try (OurRun memory = start(client, "memory", id, InMemoryStore.create());
        OurRun other = start(client, name, id, store)) {
      Load load = new Load(ends, serverPid);
      for (Contender contender : List.of(memory, other)) {
        Leg leg = load.run(contender, id, warmUp, WARM_UP_CONCURRENCY);
        out.printf(Locale.ROOT, "warm-up, %s: %.1f runs/s%n", contender.name(), leg.rate());
      }
      double lowest = Double.MAX_VALUE;
      for (int concurrency : concurrencies) {
        lowest = Math.min(lowest, compare(load, memory, other, id, concurrency, out));
      }
      return lowest;
    } finally {
      stubs.shutdownNow();
    }
  }

  private double compare(
      Load load, OurRun memory, OurRun other, String id, int concurrency, PrintStream out)
      throws Exception {
    Comparison comparison = new Comparison(memory.name(), other.name(), concurrency, out);
    for (int round = 0; round <= rounds; round++) {
      String prefix = id + "-" + concurrency + "-" + round;
      // Who comes second finds the server a little fuller.
      boolean memoryFirst = round % 2 == 0;
      Leg first = load.run(memoryFirst ? memory : other, prefix, runs, concurrency);
      Leg second = load.run(memoryFirst ? other : memory, prefix, runs, concurrency);
      if (round > 0) {
        comparison.add(memoryFirst ? first : second, memoryFirst ? second : first);
      }
    }
    comparison.print();
    return comparison.medianRatio();
  }

  private static OurRun start(WorkflowClient client, String name, String id, Store store) {
    WorkerOptions options = HostSettings.DEFAULT_WORKER_OPTIONS;
    String activity = "bench-" + name + "-" + id;
    return OurRun.start(
        client, activity, options, Shape.ONE, new Work(Shape.ONE, 0), name, activity, store);
  }
}
