package io.activitycore.cli;

import io.activitycore.definition.ScheduleTrigger;
import io.activitycore.engine.ScheduleSimulator;
import io.activitycore.engine.ScheduleSimulator.Tick;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code activity schedule next}. */
@Command(
    name = "next",
    description = "Prints the ticks of a schedule, as the server computes them.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  activity schedule next --cron '30 2 * * *' --timezone America/New_York \\",
      "      --from 2026-03-07T00:00:00Z --count 3",
      "  activity schedule next --definition nightly.yaml --from 2026-03-01T00:00:00Z \\",
      "      --to 2026-03-08T00:00:00Z --outage 2026-03-02T00:00:00Z/2026-03-05T12:00:00Z",
      "",
      "Prints one line a tick: the instant, the local time, with --outage or --paused what becomes",
      "of it, and in brackets what a change of the clock did; then, with either, the sum."
    })
final class ScheduleNextCommand implements Callable<Integer> {

  private static final int DEFAULT_COUNT = 10;

  private final Console console;

  @Option(
      names = "--cron",
      paramLabel = "EXPRESSION",
      description = "Five fields: minute, hour, day, month, weekday. More than one are united.")
  private List<String> cron = List.of();

  @Option(
      names = "--timezone",
      paramLabel = "ZONE",
      description = "Goes with --cron: an IANA name. Default: UTC.")
  private @Nullable String timezone;

  @Option(
      names = "--definition",
      paramLabel = "FILE",
      description = "Instead of --cron: a YAML or JSON file with a definition on a schedule.")
  private @Nullable Path definition;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "TIME",
      description = "Ticks after this, such as 2026-03-07T00:00:00Z.")
  private String from = "";

  @Option(names = "--to", paramLabel = "TIME", description = "Ticks up to and with this.")
  private @Nullable String to;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Instead of --to: so many ticks. Default: 10.")
  private @Nullable Long count;

  @Option(
      names = "--outage",
      paramLabel = "TIME/TIME",
      description = "When the server was away, and back again. May be repeated.")
  private List<String> outages = List.of();

  @Option(
      names = "--paused",
      paramLabel = "TIME/TIME",
      description = "When the schedule was paused, and resumed. May be repeated.")
  private List<String> pauses = List.of();

  @Option(
      names = "--misfire",
      paramLabel = "POLICY",
      description = "skip, catchup or compress. Default: the definition's, or skip.")
  private @Nullable String misfire;

  @Option(
      names = "--catchup-window",
      paramLabel = "DURATION",
      description = "How late a tick may still run. Default: the definition's, or 1h.")
  private @Nullable String catchupWindow;

  @Option(names = "--json", description = "Print one JSON object a line instead.")
  private boolean json;

  ScheduleNextCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    requireOptions();
    Instant after = instant("--from", from);
    Instant until = to == null ? null : instant("--to", to);
    ScheduleTrigger trigger =
        new ScheduleSource(console, timezone, misfire, catchupWindow).trigger(cron, definition);
    if (trigger == null) {
      return ExitCode.BAD_INPUT;
    }
    ScheduleSimulator[] simulator = {ScheduleSimulator.of(trigger)};
    spans("--outage", outages, (at, end) -> simulator[0] = simulator[0].withOutage(at, end));
    spans("--paused", pauses, (at, end) -> simulator[0] = simulator[0].withPause(at, end));
    Stream<Tick> ticks =
        until == null ? simulator[0].ticks(after) : simulator[0].ticks(after, until);
    long most = count != null ? count : until == null ? DEFAULT_COUNT : Long.MAX_VALUE;
    print(ticks.limit(most).iterator());
    if (trigger.jitter() != null) {
      console.error(
          "jitter "
              + trigger.jitter()
              + ": the server delays each tick by up to this; these are the times before it");
    }
    return ExitCode.OK;
  }

  private void print(Iterator<Tick> ticks) {
    boolean outcomes = !outages.isEmpty() || !pauses.isEmpty();
    TickLines lines = new TickLines(outcomes, json);
    while (ticks.hasNext()) {
      console.line(lines.line(ticks.next()));
    }
    if (outcomes) {
      console.line(lines.sum());
    }
    if (lines.count() == 0) {
      console.error("no tick after " + from + (to == null ? "" : " up to " + to));
    }
  }

  private void requireOptions() {
    if (cron.isEmpty() == (definition == null)) {
      throw new UsageException("expected either --cron or --definition");
    }
    if (definition != null && timezone != null) {
      throw new UsageException("--timezone goes with --cron; a definition has its own");
    }
    if (definition != null && !Files.exists(definition)) {
      throw new UsageException("--definition: no such file: " + definition);
    }
    if (definition != null && Files.isDirectory(definition)) {
      throw new UsageException("--definition: is a folder, expected a file: " + definition);
    }
    if (to != null && count != null) {
      throw new UsageException("expected --to or --count, not both");
    }
    if (count != null && count < 1) {
      throw new UsageException("--count: expected 1 or more, got " + count);
    }
  }

  private static Instant instant(String option, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new UsageException(
          option + ": expected a time with a zone, such as 2026-03-07T00:00:00Z, got " + text);
    }
  }

  private static void spans(
      String option, List<String> texts, BiConsumer<Instant, Instant> target) {
    for (String text : texts) {
      String[] ends = text.split("/", -1);
      if (ends.length != 2) {
        throw new UsageException(option + ": expected two times with a / between, got " + text);
      }
      Instant from = instant(option, ends[0]);
      Instant to = instant(option, ends[1]);
      if (!from.isBefore(to)) {
        throw new UsageException(option + ": ends before it begins: " + text);
      }
      target.accept(from, to);
    }
  }
}
