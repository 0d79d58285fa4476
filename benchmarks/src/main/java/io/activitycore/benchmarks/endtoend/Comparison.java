package io.activitycore.benchmarks.endtoend;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The rounds at one concurrency, printed as Markdown. Not thread-safe. */
final class Comparison {

  private record Round(Leg theirs, Leg ours) {
    double ratio() {
      return ours.rate() / theirs.rate();
    }

    /** What the rate's ratio would be if CPU were all that counts: others do not disturb it. */
    double cpuRatio() {
      return theirs.millisPerRun() / ours.millisPerRun();
    }
  }

  private final String one;
  private final String other;
  private final PrintStream out;
  private final List<Round> rounds = new ArrayList<>();

  Comparison(String one, String other, int concurrency, PrintStream out) {
    this.one = one;
    this.other = other;
    this.out = out;
    out.printf(
        "%nconcurrency %d%n%n| round | %s runs/s (p50 / p99 ms) | %s | ratio | by CPU |"
            + " foreign cores |%n|---|---|---|---|---|---|%n",
        concurrency, one, other);
  }

  void add(Leg theirs, Leg ours) {
    Round round = new Round(theirs, ours);
    rounds.add(round);
    out.printf(
        Locale.ROOT,
        "| %d | %s | %s | %.2f | %.2f | %.2f, %.2f |%n",
        rounds.size(),
        cell(theirs),
        cell(ours),
        round.ratio(),
        round.cpuRatio(),
        theirs.foreign(),
        ours.foreign());
  }

  private static String cell(Leg leg) {
    return String.format(
        Locale.ROOT, "%.1f (%.0f / %.0f)", leg.rate(), leg.percentile(50), leg.percentile(99));
  }

  /** The ratio that half of the rounds reach. */
  double medianRatio() {
    return median(rounds.stream().mapToDouble(Round::ratio).toArray());
  }

  void print() {
    out.printf(
        Locale.ROOT,
        "%nmedian ratio %.2f, by CPU %.2f%n%n",
        medianRatio(),
        median(rounds.stream().mapToDouble(Round::cpuRatio).toArray()));
    out.printf("| median of the rounds | %s | %s |%n", one, other);
    out.println("|---|---|---|");
    row("runs/s", Leg::rate);
    row("p50, ms", leg -> leg.percentile(50));
    row("p99, ms", leg -> leg.percentile(99));
    row("CPU a run in the JVM, ms", Leg::ourMillisPerRun);
    row("CPU a run in the server, ms", Leg::serverMillisPerRun);
    row("calls a run", Leg::callsPerRun);
    row("most tasks at once in the worker", Leg::mostAtOnce);
    Round last = rounds.get(rounds.size() - 1);
    out.printf(
        "%ncalls of the last round: %s; %s: %s%n", last.theirs.calls(), other, last.ours.calls());
  }

  private void row(String name, ToDoubleFunction<Leg> value) {
    out.printf(
        Locale.ROOT,
        "| %s | %.1f | %.1f |%n",
        name,
        median(rounds.stream().map(Round::theirs).mapToDouble(value).toArray()),
        median(rounds.stream().map(Round::ours).mapToDouble(value).toArray()));
  }

  private static double median(double[] values) {
    double[] sorted = java.util.Arrays.stream(values).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
