package io.activitycore.benchmarks.graph;

import io.activitycore.engine.internal.plan.Plan;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.util.Statistics;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs {@link GraphBenchmark} and prints its figures by node, and what compiling costs. */
@Command(
    name = "dev/bench graph",
    mixinStandardHelpOptions = true,
    description = "Measures the walk over a plan, without Temporal.")
public final class GraphMain implements Callable<Integer> {

  @Option(
      names = "--nodes",
      split = ",",
      defaultValue = "10,100,1000,10000",
      description = "Sizes of the graphs. Default: ${DEFAULT-VALUE}.")
  private List<Integer> sizes = List.of();

  @Option(
      names = "--forks",
      defaultValue = "1",
      description = "JVMs a measurement; 0 measures in this one. Default: ${DEFAULT-VALUE}.")
  private int forks;

  private final PrintStream out;

  GraphMain(PrintStream out) {
    this.out = out;
  }

  /** Runs it; {@code --help} lists the options. */
  public static void main(String[] arguments) {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    System.exit(new CommandLine(new GraphMain(System.out)).execute(arguments));
  }

  @Override
  public Integer call() throws RunnerException {
    Map<Integer, Map<String, String>> micros = measure();
    out.println();
    out.println("µs a node: the fastest iteration (the average); among: nodes walked in turns");
    out.println();
    out.println("| nodes | chain | diamond | chain among 10,000 | diamond among 10,000 |");
    out.println("|---|---|---|---|---|");
    micros.forEach(
        (size, by) ->
            out.printf(
                Locale.ROOT,
                "| %,d | %s | %s | %s | %s |%n",
                size,
                by.get(Drawn.CHAIN + GraphBenchmark.ONE),
                by.get(Drawn.DIAMOND + GraphBenchmark.ONE),
                by.get(Drawn.CHAIN + "10000"),
                by.get(Drawn.DIAMOND + "10000")));
    out.println();
    out.println("| nodes | chain compiled, µs a node | diamond |");
    out.println("|---|---|---|");
    for (int size : sizes) {
      out.printf(
          Locale.ROOT,
          "| %,d | %.1f | %.1f |%n",
          size,
          compiled(Drawn.CHAIN, size),
          compiled(Drawn.DIAMOND, size));
    }
    return 0;
  }

  /** Microseconds a node, by size and shape. */
  private Map<Integer, Map<String, String>> measure() throws RunnerException {
    Map<Integer, Map<String, String>> micros = new TreeMap<>();
    for (RunResult result :
        new Runner(
                new OptionsBuilder()
                    .include(GraphBenchmark.class.getName())
                    .param("nodes", sizes.stream().map(String::valueOf).toArray(String[]::new))
                    .forks(forks)
                    .build())
            .run()) {
      int size = Integer.parseInt(result.getParams().getParam("nodes"));
      micros
          .computeIfAbsent(size, key -> new TreeMap<>())
          .put(
              result.getParams().getParam("shape") + result.getParams().getParam("among"),
              cell(result.getPrimaryResult().getStatistics(), size));
    }
    return micros;
  }

  /** Whatever else the machine does can only make an iteration slower. */
  private static String cell(Statistics micros, int size) {
    return String.format(
        Locale.ROOT, "%.2f (%.2f)", micros.getMin() / size, micros.getMean() / size);
  }

  /** The second of two, each with an engine of its own: the first warms up. */
  private static double compiled(String shape, int size) {
    Plan plan = Drawn.plan(shape, size, 0);
    Drawn.program(plan);
    long begin = System.nanoTime();
    Drawn.program(plan);
    return (System.nanoTime() - begin) / 1e3 / size;
  }
}
