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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs per second and latency of our run beside a hand-written workflow of the same shape: the same
 * process, client, server, worker options and closed loop, alternating. Eager start and eager
 * Temporal activities are allowed for both.
 */
@Command(
    name = "dev/bench end-to-end",
    mixinStandardHelpOptions = true,
    description = "Compares a run with a hand-written Temporal workflow.")
public final class EndToEndBenchmark implements Callable<Integer> {

  @Option(names = "--rounds", defaultValue = "5", description = "Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--shape",
      defaultValue = "one",
      converter = ShapeName.class,
      description = "one, sequence, diamond or fan-out. Default: ${DEFAULT-VALUE}.")
  private Shape shape = Shape.ONE;

  @Option(
      names = "--work",
      defaultValue = "0",
      description = "How long a task waits, in milliseconds. Default: ${DEFAULT-VALUE}.")
  private long work;

  @Option(
      names = "--runs",
      description =
          "Runs a round of each; a fourth of it with concurrency 1, except of a fan-out. Default:"
              + " by shape.")
  private @Nullable Integer runs;

  @Option(names = "--concurrency", split = ",", description = "Runs in flight. Default: by shape.")
  private @Nullable List<Integer> concurrencies;

  @Option(
      names = "--warm-up",
      description = "Runs of each before anything is measured. Default: by shape.")
  private @Nullable Integer warmUp;

  @Option(names = "--server-pid", description = "The server's process, to measure its CPU.")
  private long serverPid;

  /** Picocli makes it. */
  static final class ShapeName implements CommandLine.ITypeConverter<Shape> {
    @Override
    public Shape convert(String name) {
      return Shape.of(name);
    }
  }

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
    HandWritten theirs =
        HandWritten.register(
            client, factory, "bench-theirs-" + id, options, shape, new Work(shape, work));
    factory.start();
    try (OurRun ours =
        OurRun.start(client, "bench-ours-" + id, options, shape, new Work(shape, work))) {
      Load load = new Load(ends, serverPid);
      for (Contender contender : List.of(theirs, ours)) {
        Leg leg = load.run(contender, id, given(warmUp, shape.warmUp()), warmUpConcurrency());
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

  private static <T> T given(@Nullable T option, T byShape) {
    return option == null ? byShape : option;
  }

  /** A fan-out is many tasks at once by itself. */
  private int warmUpConcurrency() {
    return shape == Shape.FAN_OUT ? 1 : WARM_UP_CONCURRENCY;
  }

  private int count(int concurrency) {
    int count = given(runs, shape.runs());
    return concurrency == 1 && shape != Shape.FAN_OUT ? Math.max(1, count / 4) : count;
  }

  private void compare(Load load, Contender theirs, Contender ours, String id) throws Exception {
    for (int concurrency : given(concurrencies, shape.concurrencies())) {
      int count = count(concurrency);
      Comparison comparison = new Comparison("hand-written", "ours", concurrency, out);
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
    History history = History.of(client, contender.workflowId(contender.work().event(id + "-0")));
    out.printf(
        "%s: %d history events, %d bytes: %s%n",
        contender.name(), history.events().size(), history.bytes(), history.account());
  }
}
