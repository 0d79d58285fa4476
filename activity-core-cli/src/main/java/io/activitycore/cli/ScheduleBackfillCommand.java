package io.activitycore.cli;

import io.activitycore.engine.Schedules;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code activity schedule backfill}. */
@Command(
    name = "backfill",
    description =
        "Runs ticks of the past, one after the other, a hundred at a time. A tick that has run"
            + " before does nothing.",
    footer = {"", "Prints how many ticks there are; with --dry-run, each of them before that."})
final class ScheduleBackfillCommand extends ScheduleServerCommand {

  @Parameters(paramLabel = "ACTIVITY", description = "Whose schedule.")
  private String activity = "";

  @Option(
      names = "--from",
      required = true,
      paramLabel = "INSTANT",
      description = "The first instant, such as 2026-03-28T09:00:00Z.")
  private String from = "";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "INSTANT",
      description = "The last instant.")
  private String to = "";

  @Option(names = "--dry-run", description = "Only print the ticks.")
  private boolean dryRun;

  @Option(
      names = "--force",
      paramLabel = "KEY",
      description =
          "Run them even if they have run before, all at once; with the same key again, nothing.")
  private @Nullable String force;

  ScheduleBackfillCommand(Console console) {
    super(console);
  }

  @Override
  int run(Schedules schedules) {
    Instant first = instant("--from", from);
    Instant last = instant("--to", to);
    console.line(count(schedules, first, last) + " ticks");
    return ExitCode.OK;
  }

  private long count(Schedules schedules, Instant first, Instant last) {
    if (dryRun) {
      var ticks = schedules.ticks(activity, first, last);
      ticks.forEach(tick -> console.line(tick.toString()));
      return ticks.size();
    }
    return force == null
        ? schedules.backfill(activity, first, last)
        : schedules.force(activity, first, last, force);
  }
}
