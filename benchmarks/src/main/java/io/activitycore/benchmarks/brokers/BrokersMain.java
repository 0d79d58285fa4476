package io.activitycore.benchmarks.brokers;

import io.activitycore.testing.Servers;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.PrintStream;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Events from real brokers: to the durable start, and those that match nothing. */
@Command(
    name = "dev/bench brokers",
    mixinStandardHelpOptions = true,
    description = "Compares what comes from a broker with the bare clients of broker and Temporal.")
public final class BrokersMain implements Callable<Integer> {

  @Parameters(arity = "0..*", description = "nats, kafka, rabbitmq, or all, which is the default.")
  private List<String> brokers = List.of("all");

  @Option(
      names = "--part",
      defaultValue = "starts,unmatched",
      split = ",",
      hidden = true, // the script runs one after the other
      description = "starts, unmatched. Default: ${DEFAULT-VALUE}.")
  private List<String> parts = List.of();

  @Option(names = "--rounds", defaultValue = "5", description = "Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--starts",
      defaultValue = "2000",
      description = "Events a round that start a run. Default: ${DEFAULT-VALUE}.")
  private int starts;

  @Option(
      names = "--warm-up-starts",
      defaultValue = "8000",
      description = "Starts of each contender before the first round. Default: ${DEFAULT-VALUE}.")
  private int warmUpStarts;

  @Option(
      names = "--concurrency",
      defaultValue = "16",
      description = "Starts at once, of both. Default: ${DEFAULT-VALUE}.")
  private int concurrency;

  @Option(
      names = "--unmatched",
      defaultValue = "100000",
      description = "Events a round that match nothing. Default: ${DEFAULT-VALUE}.")
  private int unmatched;

  @Option(
      names = "--warm-up",
      defaultValue = "400000",
      description =
          "Events that match nothing, of each contender, before the first round: so many until the"
              + " JIT is done on one core. Default: ${DEFAULT-VALUE}.")
  private int warmUp;

  @Option(
      names = "--definitions",
      split = ",",
      defaultValue = "100,10000,100000",
      description = "Sizes of the set, for events that match nothing. Default: ${DEFAULT-VALUE}.")
  private List<Integer> sizes = List.of();

  @Option(
      names = "--decision-share",
      defaultValue = "0.001",
      description =
          "Of the events that match nothing, for which it is recorded why. Default:"
              + " ${DEFAULT-VALUE}.")
  private double share;

  @Option(names = "--server-pid", description = "Temporal's process, to measure its CPU.")
  private long serverPid;

  private final PrintStream out;

  BrokersMain(PrintStream out) {
    this.out = out;
  }

  /** Runs it; {@code --help} lists the options. */
  public static void main(String[] arguments) {
    System.setProperty("org.jboss.logging.provider", "slf4j");
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    System.exit(new CommandLine(new BrokersMain(System.out)).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(Servers.temporal()).build());
    try {
      WorkflowClient client = WorkflowClient.newInstance(stubs);
      for (String broker : brokers.contains("all") ? Lanes.BROKERS : brokers) {
        String id = UUID.randomUUID().toString().substring(0, 8);
        if (parts.contains("starts")) {
          new Starts(client, id, concurrency, serverPid)
              .run(broker, (warmUpStarts + starts - 1) / starts, rounds, starts, out);
        }
        if (parts.contains("unmatched")) {
          new Strangers(client, id, share, warmUp).run(broker, sizes, rounds, unmatched, out);
        }
      }
    } finally {
      stubs.shutdownNow();
    }
    return 0;
  }
}
