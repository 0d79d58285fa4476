package io.activitycore.benchmarks.endtoend;

import io.activitycore.engine.internal.host.HostSettings;
import io.activitycore.testing.Servers;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs per second and latency of our one-task run beside a hand-written workflow with one Temporal
 * activity: the same process, client, server, worker options and closed loop, alternating. Eager
 * start and eager Temporal activities are allowed for both.
 */
@Command(
    name = "dev/bench end-to-end",
    mixinStandardHelpOptions = true,
    description = "Compares a one-task run with a hand-written Temporal workflow.")
public final class EndToEndBenchmark implements Callable<Integer> {

  @Option(names = "--rounds", defaultValue = "5", description = "Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--runs",
      defaultValue = "300",
      description = "Runs a round of each; a fourth of it with concurrency 1. Default: 300.")
  private int runs;

  @Option(
      names = "--concurrency",
      split = ",",
      defaultValue = "1,8,32",
      description = "Runs in flight. Default: ${DEFAULT-VALUE}.")
  private List<Integer> concurrencies = List.of();

  @Option(
      names = "--warm-up",
      defaultValue = "1000",
      description = "Runs of each before anything is measured. Default: ${DEFAULT-VALUE}.")
  private int warmUp;

  @Option(names = "--server-pid", description = "The server's process, to measure its CPU.")
  private long serverPid;

  private static final int WARM_UP_CONCURRENCY = 16;

  private final PrintStream out;

  EndToEndBenchmark(PrintStream out) {
    this.out = out;
  }

  /** Runs it; {@code --help} lists the options. */
  public static void main(String[] arguments) {
    System.setProperty("org.jboss.logging.provider", "slf4j");
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    System.exit(new CommandLine(new EndToEndBenchmark(System.out)).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    RunEnds ends = new RunEnds();
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(Servers.temporal())
                .setGrpcClientInterceptors(List.of(ends))
                .build());
    WorkflowClient client = WorkflowClient.newInstance(stubs);
    WorkerOptions options = HostSettings.DEFAULT_WORKER_OPTIONS;
    String id = UUID.randomUUID().toString().substring(0, 8);
    WorkerFactory factory = WorkerFactory.newInstance(client);
    HandWritten theirs = HandWritten.register(client, factory, "bench-theirs-" + id, options);
    factory.start();
    try (OurRun ours = OurRun.start(client, "bench-ours-" + id, options)) {
      Load load = new Load(ends, serverPid);
      for (Contender contender : List.of(theirs, ours)) {
        Leg leg = load.run(contender, id, warmUp, WARM_UP_CONCURRENCY);
        out.printf(Locale.ROOT, "warm-up, %s: %.1f runs/s%n", contender.name(), leg.rate());
      }
      compare(load, theirs, ours, id);
      out.println();
      printHistory(client, theirs, id);
      printHistory(client, ours, id);
    } finally {
      factory.shutdownNow();
      stubs.shutdownNow();
    }
    return 0;
  }

  private void compare(Load load, Contender theirs, Contender ours, String id) throws Exception {
    for (int concurrency : concurrencies) {
      int count = concurrency == 1 ? Math.max(1, runs / 4) : runs;
      Comparison comparison = new Comparison(concurrency, out);
      // Round 0 is discarded.
      for (int round = 0; round <= rounds; round++) {
        String prefix = id + "-" + concurrency + "-" + round;
        Leg their = load.run(theirs, prefix, count, concurrency);
        Leg our = load.run(ours, prefix, count, concurrency);
        if (round > 0) {
          comparison.add(their, our);
        }
      }
      comparison.print();
    }
  }

  private void printHistory(WorkflowClient client, Contender contender, String id) {
    History history = History.of(client, contender.workflowId(Work.event(id + "-0")));
    out.printf(
        "%s: %d history events, %d bytes: %s%n",
        contender.name(), history.types().size(), history.bytes(), history.types());
  }
}
