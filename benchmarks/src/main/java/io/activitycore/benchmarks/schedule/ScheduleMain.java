package io.activitycore.benchmarks.schedule;

import io.activitycore.definition.ScheduleCalendar;
import io.activitycore.definition.ScheduleTrigger;
import io.activitycore.engine.ScheduleSimulator;
import io.activitycore.engine.internal.tick.ScheduleCheck;
import io.activitycore.engine.internal.tick.Ticks;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Prints what a tick costs one core, by the processor's time of the measuring thread: what else the
 * machine does counts little.
 */
@Command(
    name = "dev/bench schedule",
    mixinStandardHelpOptions = true,
    description = "Measures the ticks of schedules, and what checking one costs.")
public final class ScheduleMain implements Callable<Integer> {

  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("2100-12-31T00:00:00Z");

  /** So that of a rare tick a look at a whole span of years is measured, over and over. */
  private static final int ENOUGH = 1_000_000;

  @Option(
      names = "--rounds",
      defaultValue = "7",
      description = "The fastest counts; the first ones warm up. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--ticks",
      defaultValue = "" + ENOUGH,
      description = "Ticks a round. Default: ${DEFAULT-VALUE}.")
  private int ticks;

  private final PrintStream out;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

  ScheduleMain(PrintStream out) {
    this.out = out;
  }

  /** Runs it; {@code --help} lists the options. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new ScheduleMain(System.out)).execute(arguments));
  }

  @Override
  public Integer call() {
    out.println("| schedule | ns a tick | ticks/s a core | described, ns a tick | checked, µs |");
    out.println("|---|---|---|---|---|");
    schedules().forEach(this::measure);
    return 0;
  }

  static Map<String, ScheduleTrigger> schedules() {
    Map<String, ScheduleTrigger> schedules = new LinkedHashMap<>();
    String berlin = "Europe/Berlin";
    schedules.put("every minute, UTC", ScheduleTrigger.cron("* * * * *"));
    schedules.put("every minute, Berlin", ScheduleTrigger.cron("* * * * *").withTimezone(berlin));
    schedules.put(
        "weekdays at nine, Berlin", ScheduleTrigger.cron("0 9 * * MON-FRI").withTimezone(berlin));
    schedules.put("29 February, Berlin", ScheduleTrigger.cron("0 9 29 2 *").withTimezone(berlin));
    schedules.put("every ten seconds", ScheduleTrigger.every(Duration.ofSeconds(10)));
    schedules.put(
        "ten expressions without August, Berlin",
        ScheduleTrigger.cron(
                IntStream.range(0, 10).mapToObj(i -> i * 5 + " * * * *").toArray(String[]::new))
            .withTimezone(berlin)
            .withExclude(ScheduleCalendar.allDay().withMonth("8")));
    return schedules;
  }

  private void measure(String name, ScheduleTrigger trigger) {
    Ticks bare = Ticks.of(trigger);
    ScheduleSimulator simulator = ScheduleSimulator.of(trigger);
    double nanos = fastest(() -> repeated(left -> bare.between(FROM, END).limit(left).count()));
    double described =
        fastest(() -> repeated(left -> simulator.ticks(FROM, END).limit(left).map(t -> t).count()));
    double checked = fastest(() -> ScheduleCheck.check(trigger).size() + 1);
    out.printf(
        Locale.ROOT,
        "| %s | %.0f | %,.0f | %.0f | %.0f |%n",
        name,
        nanos,
        1e9 / nanos,
        described,
        checked / 1e3);
  }

  /** Counts ticks, from the beginning again where they end. */
  private long repeated(Counting counting) {
    long counted = 0;
    while (counted < ticks) {
      counted += counting.atMost(ticks - counted);
    }
    return counted;
  }

  private interface Counting {
    long atMost(long left);
  }

  /** Processor nanoseconds for one of what the work counts. */
  private double fastest(LongSupplier work) {
    double fastest = Double.MAX_VALUE;
    for (int round = 0; round < rounds; round++) {
      long begin = threads.getCurrentThreadCpuTime();
      long counted = work.getAsLong();
      fastest = Math.min(fastest, (double) (threads.getCurrentThreadCpuTime() - begin) / counted);
    }
    return fastest;
  }
}
