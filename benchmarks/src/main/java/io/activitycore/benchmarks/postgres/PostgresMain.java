package io.activitycore.benchmarks.postgres;

import io.activitycore.benchmarks.endtoend.StoreComparison;
import io.activitycore.testing.Servers;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs with PostgreSQL beside the store in memory; events out a second; claims among many. */
@Command(
    name = "dev/bench postgres",
    mixinStandardHelpOptions = true,
    description = "Measures the store in PostgreSQL.")
public final class PostgresMain implements Callable<Integer> {

  @Option(
      names = "--part",
      split = ",",
      defaultValue = "runs,relay,claims",
      description = "runs, relay, claims. Default: ${DEFAULT-VALUE}.")
  private List<String> parts = List.of();

  @Option(names = "--rounds", defaultValue = "5", description = "Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--runs",
      defaultValue = "300",
      description = "Runs a round of each. Default: ${DEFAULT-VALUE}.")
  private int runs;

  @Option(
      names = "--concurrency",
      split = ",",
      defaultValue = "8,32",
      description = "Runs in flight. Default: ${DEFAULT-VALUE}.")
  private List<Integer> concurrencies = List.of();

  @Option(
      names = "--warm-up",
      defaultValue = "2000",
      description = "Runs of each before anything is measured. Default: ${DEFAULT-VALUE}.")
  private int warmUp;

  @Option(
      names = "--rows",
      defaultValue = "50000",
      description = "Rows a round of the relay. Default: ${DEFAULT-VALUE}.")
  private int rows;

  @Option(
      names = "--waiting",
      split = ",",
      defaultValue = "1000,100000,1000000",
      description = "Rows that wait while some are claimed. Default: ${DEFAULT-VALUE}.")
  private List<Long> waiting = List.of();

  @Option(names = "--server-pid", description = "Temporal's process, to measure its CPU.")
  private long serverPid;

  private final PrintStream out;

  PostgresMain(PrintStream out) {
    this.out = out;
  }

  /** Runs it; {@code --help} lists the options. */
  public static void main(String[] arguments) {
    System.setProperty("org.jboss.logging.provider", "slf4j");
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    System.exit(new CommandLine(new PostgresMain(System.out)).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    String url = Servers.postgres();
    for (String part : parts) {
      switch (part) {
        case "runs" -> runs(url);
        case "relay" -> relay(new OutboxRates(url, out));
        case "claims" -> claims(new OutboxRates(url, out));
        default -> {
          out.println("--part: expected runs, relay, claims, got " + part);
          return 2;
        }
      }
    }
    return 0;
  }

  private void runs(String url) throws Exception {
    try (Schema schema = new Schema(url)) {
      double ratio =
          new StoreComparison(rounds, runs, warmUp, concurrencies, serverPid)
              .compare("postgres", schema.store(), out);
      out.printf(Locale.ROOT, "%nlowest median ratio, target 0.90: %.2f%n", ratio);
    }
  }

  private void relay(OutboxRates rates) throws InterruptedException {
    for (int relays : List.of(1, 2)) {
      double best = rates.relay(relays, rows, rounds);
      out.printf(Locale.ROOT, "%d relays, target 5,000: %,.0f rows/s at best%n", relays, best);
    }
  }

  private void claims(OutboxRates rates) {
    out.println("| rows that wait | claim of 100, median ms | slowest | marking them, median ms |");
    out.println("|---|---|---|---|");
    waiting.forEach(rates::claims);
  }
}
