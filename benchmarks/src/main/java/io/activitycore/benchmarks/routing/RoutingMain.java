package io.activitycore.benchmarks.routing;

import io.activitycore.engine.internal.expression.CachedExpressions;
import io.activitycore.engine.internal.route.Router;
import io.activitycore.spi.StoredDefinition;
import java.io.PrintStream;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs {@link RoutingBenchmark} and prints its figures as ratios, and what the index costs. */
@Command(
    name = "dev/bench routing",
    mixinStandardHelpOptions = true,
    description = "Measures decoding and routing beside a plain Jackson parse.")
public final class RoutingMain implements Callable<Integer> {

  @Option(
      names = "--definitions",
      split = ",",
      defaultValue = "100,10000,100000",
      description = "Sizes of the set. Default: ${DEFAULT-VALUE}.")
  private List<Integer> sizes = List.of();

  @Option(
      names = "--forks",
      defaultValue = "1",
      description = "JVMs a measurement; 0 measures in this one. Default: ${DEFAULT-VALUE}.")
  private int forks;

  private final PrintStream out;

  RoutingMain(PrintStream out) {
    this.out = out;
  }

  /** Runs it; {@code --help} lists the options. */
  public static void main(String[] arguments) {
    System.setProperty("org.jboss.logging.provider", "slf4j");
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    System.exit(new CommandLine(new RoutingMain(System.out)).execute(arguments));
  }

  @Override
  public Integer call() throws RunnerException {
    Map<Set, Map<String, Double>> micros = measure();
    out.println();
    out.println("| definitions | events are for | parse, µs | decode | match | decode + match |");
    out.println("|---|---|---|---|---|---|");
    micros.forEach(
        (set, by) ->
            out.printf(
                Locale.ROOT,
                "| %,d | %s | %.1f | %s | %s | %s |%n",
                set.definitions(),
                set.among(),
                by.get("parse"),
                ratio(by, "decode"),
                ratio(by, "match"),
                ratio(by, "decodeAndMatch")));
    out.println();
    out.println("| definitions | matched by an event | index built in, ms | its heap, MB |");
    out.println("|---|---|---|---|");
    sizes.forEach(this::printIndex);
    return 0;
  }

  private record Set(String among, int definitions) implements Comparable<Set> {
    @Override
    public int compareTo(Set other) {
      return Comparator.comparing(Set::among).thenComparing(Set::definitions).compare(this, other);
    }
  }

  private Map<Set, Map<String, Double>> measure() throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(RoutingBenchmark.class.getName())
                    .param(
                        "definitions", sizes.stream().map(String::valueOf).toArray(String[]::new))
                    .forks(forks)
                    .build())
            .run();
    Map<Set, Map<String, Double>> micros = new TreeMap<>();
    for (RunResult result : results) {
      String method = result.getParams().getBenchmark().replaceFirst(".*\\.", "");
      micros
          .computeIfAbsent(
              new Set(
                  result.getParams().getParam("among"),
                  Integer.parseInt(result.getParams().getParam("definitions"))),
              set -> new TreeMap<>())
          .put(method, result.getPrimaryResult().getScore());
    }
    return micros;
  }

  private static String ratio(Map<String, Double> micros, String what) {
    double value = micros.getOrDefault(what, Double.NaN);
    return String.format(
        Locale.ROOT,
        "%.1f µs (%.2f of a parse)",
        value,
        value / micros.getOrDefault("parse", Double.NaN));
  }

  private void printIndex(int size) {
    List<StoredDefinition> definitions = Mix.definitions(size);
    CachedExpressions expressions = CachedExpressions.find();
    long before = usedHeap();
    long begin = System.nanoTime();
    Router router = Router.of(definitions, expressions);
    double millis = (System.nanoTime() - begin) / 1e6;
    double megabytes = (usedHeap() - before) / 1e6;
    out.printf(
        Locale.ROOT,
        "| %,d | %.1f | %.0f | %.1f |%n",
        definitions.size(),
        RoutingBenchmark.matchesPerEvent(router, size),
        millis,
        megabytes);
  }

  private static long usedHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
