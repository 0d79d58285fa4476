package io.activitycore.engine.internal.tick;

import io.activitycore.InvalidModelException.Violation;
import io.activitycore.definition.ScheduleTrigger;
import io.activitycore.definition.ScheduleTrigger.Misfire;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a schedule can be saved: that it is read as it was meant, fires, and not too often. */
public final class ScheduleCheck {

  /** The shortest distance of two ticks of one source. */
  public static final Duration FLOOR = Duration.ofSeconds(10);

  /** The least that the server takes for a catch-up window. */
  public static final Duration LEAST_WINDOW = Duration.ofSeconds(10);

  /** Cron expressions, calendars and exclusions: the server computes all of them at each tick. */
  public static final int MOST_PARTS = 100;

  private final ScheduleTrigger trigger;
  private final List<Violation> problems = new ArrayList<>();

  private ScheduleCheck(ScheduleTrigger trigger) {
    this.trigger = trigger;
  }

  /** Every problem; empty for a sound schedule. Pointers are the trigger's. */
  public static List<Violation> check(ScheduleTrigger trigger) {
    ScheduleCheck check = new ScheduleCheck(trigger);
    check.bounds();
    int parts = trigger.cron().size() + trigger.calendars().size() + trigger.exclude().size();
    if (parts > MOST_PARTS) {
      check.add("", "has " + parts + " expressions and calendars, the most is " + MOST_PARTS);
    } else {
      check.times();
    }
    return List.copyOf(check.problems);
  }

  private void add(String pointer, String message) {
    problems.add(new Violation(pointer, "schedule", message));
  }

  private void bounds() {
    Duration window = trigger.catchupWindow();
    if (window.compareTo(LEAST_WINDOW) < 0) {
      String likely = trigger.misfire() == Misfire.SKIP ? "10s" : "1h or more";
      add(
          "/catchup_window",
          "must be at least 10s, the least that the server takes, got "
              + window
              + "; likely meant: "
              + likely);
    }
    whole("/start_at", trigger.startAt());
    whole("/end_at", trigger.endAt());
    Instant start = trigger.startAt();
    Instant end = trigger.endAt();
    if (start != null && end != null && end.isBefore(start)) {
      add("/end_at", "is before start_at: " + end + " and " + start + "; likely meant the reverse");
    }
  }

  private void whole(String pointer, @Nullable Instant instant) {
    if (instant != null && !instant.equals(instant.truncatedTo(ChronoUnit.SECONDS))) {
      add(pointer, "must be in whole seconds, got " + instant);
    }
  }

  private void times() {
    ScheduleReader reader = new ScheduleReader(trigger);
    problems.addAll(reader.problems());
    reader.intervals().forEach(each -> floor(each.pointer(), each.value().every()));
    reader.calendars().forEach(each -> floor(each.pointer(), each.value().closest()));
    reader.calendars().forEach(this::fires);
    Ticks ticks = problems.isEmpty() ? reader.ticks() : null;
    if (ticks != null && ticks.next(-1) == Calendar.NONE) {
      add("", "never fires: no tick between start_at and end_at is left by exclude");
    }
  }

  private void floor(String pointer, long seconds) {
    if (seconds < FLOOR.toSeconds()) {
      add(
          pointer,
          "ticks every "
              + seconds
              + "s, the least is 10s: each tick is a workflow; likely meant: one run that repeats"
              + " its work");
    }
  }

  private void fires(ScheduleReader.Source<Calendar> source) {
    if (source.value().next(0) == Calendar.NONE) {
      add(
          source.pointer(),
          "never fires: no such day exists; likely meant: the last day of the month as day 28, or"
              + " the first of the next");
    }
  }
}
